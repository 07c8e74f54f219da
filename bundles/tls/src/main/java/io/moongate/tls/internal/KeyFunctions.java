package io.moongate.tls.internal;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.CertificateInfo;
import io.moongate.net.pki.CertificateIssuer;
import io.moongate.net.pki.CertificateProfile;
import io.moongate.net.pki.CertificateProfile.Type;
import io.moongate.net.pki.CertificateProfile.Usage;
import io.moongate.net.pki.CertificateRequest;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.DigestName;
import io.moongate.net.pki.DigestSigner;
import io.moongate.net.pki.DistinguishedName;
import io.moongate.net.pki.KeyReader;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.LuaCertificates;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Options;
import io.moongate.runtime.Result;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;

/** Making keys, requests and certificates, and reading certificates. */
final class KeyFunctions {

    private static final int DEFAULT_RSA_BITS = 2048;
    /** Words in a list of types or usages; there are seven different ones. */
    private static final int MAX_WORDS = 32;

    private final LuaVm vm;
    private final SecureRandom random = new SecureRandom();

    KeyFunctions(LuaVm vm) {
        this.vm = vm;
    }

    /** {@code ba.create.key([op])} */
    Varargs key(Args args) {
        Options options = Options.optional(args, 1);
        return switch (options.text("key").orElse("ecc")) {
            case "ecc" -> Result.of(eccKey(args, options).toPem());
            case "rsa" -> rsaKey(options.integer("bits", DEFAULT_RSA_BITS, 0, Integer.MAX_VALUE));
            default -> Result.fail(PkiException.INVALID, "key type is neither 'ecc' nor 'rsa'");
        };
    }

    private AsymmetricKey eccKey(Args args, Options options) {
        String name = options.text("curve").orElse(Curve.SECP256R1.name());
        Curve curve = Curve.named(name).orElseThrow(() -> args.bad(1, "unknown curve '" + name + "'"));
        Optional<LuaString> seed = options.string("rnd");
        if (seed.isEmpty()) {
            return AsymmetricKey.generate(curve, random);
        }
        byte[] bytes = bytes(seed.get());
        if (bytes.length < curve.seedLength()) {
            throw args.bad(1, "rnd of " + bytes.length + " bytes: " + curve + " needs " + curve.seedLength());
        }
        return AsymmetricKey.ofSeed(curve, bytes);
    }

    /** Searching for primes takes seconds: other strands of this VM run meanwhile. */
    private Varargs rsaKey(int bits) {
        return vm.await(CompletableFuture.supplyAsync(() -> {
            try {
                return Result.of(AsymmetricKey.generateRsa(bits).toPem());
            } catch (PkiException e) {
                return Result.fail(e.code(), e.getMessage());
            }
        }));
    }

    /** {@code ba.create.csr(key, dn [, san], certtype, keyusage [, hashid])}; the key is PEM or a key object. */
    Varargs csr(Args args) {
        DigestSigner keyObject = args.objectOrNull(1, DigestSigner.class);
        byte[] pem = keyObject == null ? args.bytes(1) : new byte[0];
        DigestName hash = hash(args, typesAt(args) + 2);
        return attempt(() -> {
            CertificateProfile profile = profile(args);
            return keyObject == null
                    ? request(KeyReader.privateKey(pem, null), profile, hash)
                    : vm.await(CompletableFuture.supplyAsync(() -> attempt(() -> request(keyObject, profile, hash))));
        });
    }

    private static Varargs request(DigestSigner key, CertificateProfile profile, DigestName hash) throws PkiException {
        return Result.of(CertificateRequest.create(key, profile, hash));
    }

    /** Where the list of types is: names before it may be left out. */
    private static int typesAt(Args args) {
        return args.value(3).istable() ? 3 : 4;
    }

    private static CertificateProfile profile(Args args) throws PkiException {
        Options dn = Options.of(args, 2);
        String commonName = commonName(args, dn);
        int at = typesAt(args);
        List<String> names = at == 4 ? names(args.text(3)) : List.of(commonName);
        Set<Type> types = words(args, at, Type::named);
        Set<Usage> usages = words(args, at + 1, Usage::named);
        return new CertificateProfile(subject(dn), names, types, usages);
    }

    private static String commonName(Args args, Options dn) {
        return dn.text("commonname").orElseThrow(() -> args.bad(2, "field 'commonname' missing"));
    }

    private static X500Name subject(Options dn) throws PkiException {
        Map<String, String> fields = new HashMap<>();
        DistinguishedName.fieldNames().forEach(f -> dn.text(f).ifPresent(v -> fields.put(f, v)));
        return DistinguishedName.of(fields);
    }

    private static List<String> names(String san) {
        return Arrays.stream(san.split(";"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static <E> Set<E> words(Args args, int index, Function<String, Optional<E>> named) {
        LuaTable table = args.table(index);
        Set<E> words = new HashSet<>();
        for (int i = 1; i <= MAX_WORDS && !table.get(i).isnil(); i++) {
            String word = table.get(i).tojstring();
            words.add(named.apply(word).orElseThrow(() -> args.bad(index, "unknown word '" + word + "'")));
        }
        return words;
    }

    private static DigestName hash(Args args, int index) {
        String name = args.optText(index, "sha256");
        return DigestName.named(name)
                .filter(d -> d.length() >= DigestName.SHA256.length())
                .orElseThrow(() -> args.bad(index, "unknown hash '" + name + "': sha256, sha384 or sha512 expected"));
    }

    /** {@code ba.create.certificate(csr [, cacert], key, from, to, serial [, hashid])} */
    Varargs certificate(Args args) {
        boolean isSelfSigned = args.value(3).istable();
        int at = isSelfSigned ? 3 : 4;
        byte[] request = args.bytes(1);
        byte[] caCertificate = isSelfSigned ? null : args.bytes(2);
        byte[] key = args.bytes(at - 1);
        CertificateIssuer.Validity validity = validity(args, at);
        BigInteger serial = new BigInteger(Long.toUnsignedString(args.integer(at + 2)));
        DigestName hash = hash(args, at + 3);
        return attempt(() -> Result.of(issuer(caCertificate, key, hash).issue(request, validity, serial)));
    }

    private static CertificateIssuer issuer(byte @Nullable [] caCertificate, byte[] keyPem, DigestName hash)
            throws PkiException {
        AsymmetricKey key = KeyReader.privateKey(keyPem, null);
        return caCertificate == null
                ? CertificateIssuer.selfSigned(key, hash)
                : CertificateIssuer.ca(Certificates.fromPem(caCertificate), key, hash);
    }

    private static CertificateIssuer.Validity validity(Args args, int at) {
        Instant from = instant(args, at);
        Instant to = instant(args, at + 1);
        if (to.isBefore(from)) {
            throw args.bad(at + 1, "before the start of the validity");
        }
        return new CertificateIssuer.Validity(from, to);
    }

    /** A table as {@code os.date("!*t")} gives it, UTC. */
    private static Instant instant(Args args, int index) {
        Options date = Options.of(args, index);
        try {
            return LocalDateTime.of(
                            date.requiredInteger("year", 1970, 9999),
                            date.integer("month", 1, 1, 12),
                            date.integer("day", 1, 1, 31),
                            date.integer("hour", 0, 0, 23),
                            date.integer("min", 0, 0, 59),
                            Math.min(59, date.integer("sec", 0, 0, 60)))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw args.bad(index, e.getMessage());
        }
    }

    /** {@code ba.parsecert(der)} */
    static Varargs parsecert(Args args) {
        try {
            return LuaCertificates.table(CertificateInfo.of(args.bytes(1)));
        } catch (PkiException e) {
            return Result.none();
        }
    }

    /** {@code ba.parsecerttime(s)} */
    static Varargs parsecerttime(Args args) {
        return Result.of(CertificateInfo.seconds(args.text(1)));
    }

    /** A step that what it is given may make impossible. */
    @FunctionalInterface
    private interface Attempt {
        Varargs run() throws PkiException;
    }

    private static Varargs attempt(Attempt attempt) {
        try {
            return attempt.run();
        } catch (PkiException e) {
            return Result.fail(e.code(), e.getMessage());
        }
    }

    private static byte[] bytes(LuaString s) {
        return Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
    }
}
