package io.moongate.tls.internal;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.KeyReader;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.CertificateStore;
import io.moongate.net.tls.Pkcs12;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsKey;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Options;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The objects that sockets, servers and clients take as {@code shark}, of one VM. */
final class SharkFunctions {

    /** Where an application puts authorities of its own choice, in the IO named {@code vm}. */
    private static final List<String> OVERRIDES = List.of(
            ".certificate/cacert.shark",
            ".certificate/cacert.pem",
            ".certificate/cacert.crt",
            ".certificate/cacert.p7b",
            ".certificate/cacert.der");

    private static final int CLIENT_CACHE = 40;
    private static final int MAX_BUFFER = 16 * 1024 * 1024;
    private static final int MAX_CACHE = 100_000;
    private static final String SHARKCERT = "SHARKCERT";

    private final ModuleContext context;
    private final SystemTrust systemTrust;
    private final LuaType<TlsKey> keyType = LuaType.named(SHARKCERT, TlsKey.class);
    private final LuaType<CertificateStore> storeType =
            LuaType.named("CERTSTORE", CertificateStore.class).method("addcert", SharkFunctions::addToStore);
    private final LuaType<TlsContext> contextType =
            LuaType.named("SHARKSSL", TlsContext.class).method("addcert", SharkFunctions::addKey);
    private @Nullable LuaUserdata client;

    SharkFunctions(ModuleContext context, SystemTrust systemTrust) {
        this.context = context;
        this.systemTrust = systemTrust;
    }

    /** {@code ba.create.sharkcert([io,] cert, key [, password])} */
    Varargs sharkcert(Args args) {
        Io io = args.objectOrNull(1, Io.class);
        int at = io == null ? 1 : 2;
        try {
            byte[] certificate = content(args, io, at, KeyReader.MAX_LENGTH * 4);
            byte[] password = args.isNil(at + 2) ? null : args.bytes(at + 2);
            if (args.isNil(at + 1) && Pkcs12.isLike(certificate)) {
                return context.wrap(keyType, Pkcs12.read(certificate, args.optText(at + 2, "")));
            }
            byte[] key = content(args, io, at + 1, KeyReader.MAX_LENGTH);
            return context.wrap(keyType, key(certificate, key, password));
        } catch (PkiException e) {
            return Result.fail(e.code(), e.getMessage());
        } catch (IoException e) {
            return Result.fail(e.code(), e.getMessage());
        }
    }

    private static TlsKey key(byte[] certificate, byte[] keyPem, byte @Nullable [] password) throws PkiException {
        var chain = Certificates.chain(certificate);
        AsymmetricKey key = KeyReader.privateKey(keyPem, password);
        return new TlsKey(chain, key.toJca());
    }

    private static byte[] content(Args args, @Nullable Io io, int index, int limit) throws IoException {
        return io == null ? args.bytes(index) : io.readAll(args.text(index), limit);
    }

    /** {@code ba.create.certstore()} */
    Varargs certstore(Args args) {
        return context.wrap(storeType, new CertificateStore());
    }

    private static Varargs addToStore(CertificateStore store, Args args) {
        Io io = args.objectOrNull(1, Io.class);
        try {
            return Result.of((long) store.add(content(args, io, io == null ? 1 : 2, Certificates.MAX_BUNDLE)));
        } catch (IoException e) {
            return Result.fail(e.code(), e.getMessage());
        } catch (IllegalStateException e) {
            throw args.bad(1, e.getMessage());
        }
    }

    /** {@code ba.create.sharkssl([store | calist [, op]])} */
    Varargs sharkssl(Args args) {
        Optional<CertificateStore> store = store(args);
        Options options = Options.optional(args, 2);
        boolean isServer = options.truth("server");
        TlsContext.Builder builder = isServer ? TlsContext.server() : TlsContext.client();
        store.ifPresent(builder::store);
        // JSSE sizes its buffers itself; the numbers are checked and done with.
        options.integer("insize", 0, 0, MAX_BUFFER);
        options.integer("outsize", 0, 0, MAX_BUFFER);
        int cache = options.integer("cachesize", -1, 0, MAX_CACHE);
        if (cache >= 0) {
            builder.cacheSize(cache);
        }
        builder.requirePeer(options.truth("trusted")).addressNames(options.truth("ipsan"));
        return context.wrap(contextType, builder.build());
    }

    private static Optional<CertificateStore> store(Args args) {
        if (args.isNil(1)) {
            return Optional.empty();
        }
        if (args.value(1).isstring()) {
            CertificateStore store = new CertificateStore();
            if (store.add(args.bytes(1)) == 0) {
                throw args.bad(1, "not a list of certificates");
            }
            return Optional.of(store);
        }
        return Optional.of(args.object(1, CertificateStore.class, "CERTSTORE"));
    }

    private static Varargs addKey(TlsContext shark, Args args) {
        shark.addKey(args.object(1, TlsKey.class, SHARKCERT));
        return LuaValue.TRUE;
    }

    /** {@code ba.sharkclient()} */
    Varargs sharkclient(Args args) {
        if (client == null) {
            CertificateStore store = override().orElseGet(() -> context.vm().await(systemTrust.store()));
            LuaUserdata made = context.wrap(
                    contextType,
                    TlsContext.client().store(store).cacheSize(CLIENT_CACHE).build());
            // Another strand may have been first while this one waited.
            client = client == null ? made : client;
        }
        return client;
    }

    private Optional<CertificateStore> override() {
        Io io = context.vm().ios().get("vm");
        if (io == null) {
            return Optional.empty();
        }
        for (String name : OVERRIDES) {
            Optional<byte[]> list = read(io, name);
            if (list.isPresent()) {
                CertificateStore store = new CertificateStore();
                if (store.add(list.get()) == 0) {
                    throw new LuaError("ba.sharkclient: " + name + " holds no certificates in PEM, PKCS#7 or DER form");
                }
                return Optional.of(store);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> read(Io io, String name) {
        try {
            return Optional.of(io.readAll(name, Certificates.MAX_BUNDLE));
        } catch (IoException e) {
            if (e.code().equals(IoException.ENOENT) || e.code().equals(IoException.NOT_FOUND)) {
                return Optional.empty();
            }
            throw new LuaError("ba.sharkclient: cannot read " + name + ": " + e.getMessage());
        }
    }
}
