package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys;
import io.moongate.net.device.DeviceKeys.Kind;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.TlsKey;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ba.tpm}: the device's keys by name. Parts that are Lua's own work are in {@code tpm.lua}. */
@Component
public final class TpmModule implements LuaModule {

    private static final Map<String, Kind> CURVES =
            Map.of("SECP256R1", Kind.P256, "SECP384R1", Kind.P384, "SECP521R1", Kind.P521);

    /** Names that Lua code may have made keys for; they cost memory until the gateway restarts. */
    private static final int MOST_KEYS = 10_000;

    private static final int LONGEST_NAME = 1024;
    private static final int LEAST_SECRET = 64;
    private static final int LONGEST_SECRET = 1 << 20;
    private static final int ITERATIONS = 1000;

    private final DeviceKeys keys;
    /** By name; a key is known from its creation to the gateway's restart. */
    private final Map<String, Kind> created = new ConcurrentHashMap<>();

    @Activate
    public TpmModule(@Reference DeviceKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "ba.tpm";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        LuaVm vm = context.vm();
        if (!vm.grants().allows(Grant.TPM)) {
            return List.of();
        }
        LuaType<TlsKey> sharkcert = LuaType.named("SHARKCERT", TlsKey.class);
        LuaLibrary library = LuaLibrary.named("ba.tpm")
                .function("haskey", args -> Result.of(!args.isNil(1) && created.containsKey(nameOf(args, 1))))
                .function("createkey", args -> createKey(vm, args))
                .function("keyparams", args -> keyParameters(vm, args))
                .function("sign", args -> sign(vm, args))
                .function("sharkcert", args -> sharkcert(context, sharkcert, args))
                .function("uniquekey", args -> secret(vm, "unique", args))
                .function("globalkey", args -> secret(vm, "global", args));
        LuaType<DeviceSigner> signer = LuaType.named("DEVICEKEY", DeviceSigner.class);
        LuaValue newSigner = context.function("signer", args -> signer(context, signer, args));
        LuaTable written = load(vm).call(newSigner).checktable();
        for (String function : List.of("jwtsign", "createcsr", "jsonuser")) {
            library.constant(function, written.get(function));
        }
        return List.of(library);
    }

    private static LuaValue load(LuaVm vm) {
        try (InputStream source = TpmModule.class.getResourceAsStream("tpm.lua")) {
            return vm.state().load(source, "@tpm.lua", "t", vm.globals());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers and strings are different names, as they are different keys of a table. */
    private static String nameOf(Args args, int index) {
        String name = args.text(index);
        if (name.length() > LONGEST_NAME) {
            throw args.bad(index, "name of " + name.length() + " characters: at most " + LONGEST_NAME);
        }
        return args.value(index).type() == LuaValue.TNUMBER ? "number " + name : name;
    }

    private Kind known(Args args, int index) {
        String name = nameOf(args, index);
        Kind kind = created.get(name);
        if (kind == null) {
            throw new LuaError("ECC key " + args.text(index) + " not found");
        }
        return kind;
    }

    private Varargs createKey(LuaVm vm, Args args) {
        String name = nameOf(args, 1);
        Kind kind = kindOf(args);
        if (created.size() >= MOST_KEYS) {
            throw args.bad(1, "there are " + MOST_KEYS + " keys already");
        }
        if (created.putIfAbsent(name, kind) != null) {
            throw args.bad(1, "key " + args.text(1) + " exists");
        }
        return wait(vm, keys.publicKey(name, kind), key -> Result.of(true), () -> created.remove(name));
    }

    private static Kind kindOf(Args args) {
        LuaTable options = args.optTable(2);
        if (options == null) {
            return Kind.P256;
        }
        String type = options.get("key").optjstring("ecc");
        if (type.equals("rsa") && options.get("bits").optint(0) == 2048) {
            return Kind.RSA2048;
        }
        if (!type.equals("ecc")) {
            throw args.bad(2, "key '" + type + "': 'ecc' expected, or 'rsa' with bits=2048");
        }
        String curve = options.get("curve").optjstring("SECP256R1").toUpperCase(Locale.ROOT);
        Kind kind = CURVES.get(curve);
        if (kind == null) {
            throw args.bad(2, "unknown curve '" + curve + "': one of " + CURVES.keySet() + " expected");
        }
        return kind;
    }

    private Varargs keyParameters(LuaVm vm, Args args) {
        Kind kind = known(args, 1);
        return wait(vm, keys.publicKey(nameOf(args, 1), kind), key -> parameters(key, kind), () -> {});
    }

    private static Varargs parameters(PublicKey key, Kind kind) {
        return switch (key) {
            case ECPublicKey ec -> coordinates(ec.getW(), widthOf(kind));
            case RSAPublicKey rsa ->
                Result.of(
                        Result.string(FixedLength.of(
                                rsa.getModulus(), rsa.getModulus().bitLength() / 8)),
                        Result.string(FixedLength.of(rsa.getPublicExponent(), 4)));
            default -> throw new IllegalStateException(key.getAlgorithm());
        };
    }

    private static Varargs coordinates(ECPoint point, int width) {
        return Result.of(
                Result.string(FixedLength.of(point.getAffineX(), width)),
                Result.string(FixedLength.of(point.getAffineY(), width)));
    }

    private static int widthOf(Kind kind) {
        return switch (kind) {
            case P256 -> 32;
            case P384 -> 48;
            case P521 -> 66;
            case RSA2048 -> 256;
        };
    }

    private Varargs sign(LuaVm vm, Args args) {
        byte[] digest = args.bytes(1);
        Kind kind = known(args, 2);
        return wait(vm, keys.sign(nameOf(args, 2), kind, digest), Result::of, () -> {});
    }

    private Varargs sharkcert(ModuleContext context, LuaType<TlsKey> type, Args args) {
        Kind kind = known(args, 1);
        byte[] pem = args.bytes(2);
        CompletionStage<PrivateKey> key = keys.privateKey(nameOf(args, 1), kind);
        return wait(context.vm(), key, handle -> withChain(context, type, pem, handle), () -> {});
    }

    private static Varargs withChain(ModuleContext context, LuaType<TlsKey> type, byte[] pem, PrivateKey key) {
        try {
            return Result.of(context.wrap(type, new TlsKey(Certificates.chain(pem), key)));
        } catch (PkiException e) {
            return Result.fail(e.code(), e.getMessage());
        }
    }

    private Varargs signer(ModuleContext context, LuaType<DeviceSigner> type, Args args) {
        Kind kind = known(args, 1);
        String name = nameOf(args, 1);
        return wait(
                context.vm(),
                keys.publicKey(name, kind),
                key -> Result.of(context.wrap(type, new DeviceSigner(keys, name, kind, key))),
                () -> {});
    }

    /** PBKDF2 with SHA-512 over the device's secret; shorter lengths than one hash give one hash. */
    private Varargs secret(LuaVm vm, String scope, Args args) {
        String name = args.text(1);
        int length = Math.max(LEAST_SECRET, args.integer(2, 0, LONGEST_SECRET));
        return wait(vm, keys.secret(scope + ":" + name), secret -> Result.of(stretch(secret, length)), () -> {});
    }

    private static byte[] stretch(byte[] secret, int length) {
        try {
            char[] password = HexFormat.of().formatHex(secret).toCharArray();
            PBEKeySpec spec =
                    new PBEKeySpec(password, "moongate".getBytes(StandardCharsets.US_ASCII), ITERATIONS, 8 * length);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the device; what it cannot do is nil, code, text. */
    private static <T> Varargs wait(
            LuaVm vm, CompletionStage<T> stage, Function<T, Varargs> results, Runnable onFailure) {
        T value;
        try {
            value = vm.await(stage);
        } catch (DeviceKeyException e) {
            onFailure.run();
            return Result.fail(e.code(), e.getMessage());
        }
        return results.apply(value);
    }
}
