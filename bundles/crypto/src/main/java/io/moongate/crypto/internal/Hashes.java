package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import io.moongate.runtime.Args;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.concurrent.CompletableFuture;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.crypto.hash}, {@code sha1} and {@code PBKDF2}. */
final class Hashes {

    /** HMACs of one PBKDF2 call: half a minute. */
    private static final long MAX_PBKDF2_WORK = 50_000_000;
    /** Above this PBKDF2 runs beside the VM's thread: a few milliseconds. */
    private static final long LONG_PBKDF2_WORK = 5_000;

    private static final int MAX_KEY = 1024 * 1024;

    private final ModuleContext context;

    Hashes(ModuleContext context) {
        this.context = context;
    }

    /** {@code ba.crypto.hash([alg])}, {@code ba.crypto.hash("hmac", alg, key)} */
    Varargs hash(Args args) {
        return function(
                args.optText(1, "sha1").equals("hmac")
                        ? new RunningHash(new RunningHash.Hmac(digest(args, 2), args.bytes(3)))
                        : new RunningHash(new RunningHash.Plain(args.isNil(1) ? DigestName.SHA1 : digest(args, 1))));
    }

    /** The function value stands for the running hash: feeding it returns itself. */
    private LuaFunction function(RunningHash hash) {
        LuaFunction[] self = new LuaFunction[1];
        self[0] = context.function("hash", args -> {
            switch (args.value(1).type()) {
                case LuaValue.TSTRING, LuaValue.TNUMBER -> {
                    hash.feed(args.string(1));
                    return self[0];
                }
                case LuaValue.TNIL, LuaValue.TBOOLEAN, LuaValue.TNONE -> {
                    RunningHash.Form form = form(args);
                    return Result.of(form.encode(hash.end()));
                }
                default -> throw args.expected(1, "string");
            }
        });
        return self[0];
    }

    private static RunningHash.Form form(Args args) {
        if (args.isNil(2)) {
            return RunningHash.Form.BINARY;
        }
        if (!(args.value(2) instanceof LuaString)) {
            throw args.expected(2, "string");
        }
        String name = args.text(2);
        return RunningHash.Form.named(name).orElseThrow(() -> args.bad(2, "unknown form '" + name + "'"));
    }

    private static DigestName digest(Args args, int index) {
        String name = args.text(index);
        return DigestName.named(name).orElseThrow(() -> args.bad(index, "unknown algorithm '" + name + "'"));
    }

    /** {@code ba.crypto.sha1(data)} */
    static Varargs sha1(Args args) {
        var digest = DigestName.SHA1.digest();
        LuaString data = args.string(1);
        digest.update(data.m_bytes, data.m_offset, data.m_length);
        return Result.of(digest.digest());
    }

    /** {@code ba.crypto.PBKDF2(alg, password, salt, count, len)} */
    Varargs pbkdf2(Args args) {
        DigestName digest = digest(args, 1);
        byte[] password = args.bytes(2);
        byte[] salt = args.bytes(3);
        int count = args.integer(4, 1, Integer.MAX_VALUE);
        int length = Math.max(digest.length(), args.integer(5, 0, MAX_KEY));
        long work = (long) count * ((length + digest.length() - 1) / digest.length());
        if (work > MAX_PBKDF2_WORK) {
            throw args.bad(4, "count and length mean " + work + " HMACs, more than the limit of " + MAX_PBKDF2_WORK);
        }
        if (work <= LONG_PBKDF2_WORK) {
            return Result.of(Pbkdf2.derive(digest, password, salt, count, length));
        }
        return Result.of(context.vm()
                .await(CompletableFuture.supplyAsync(() -> Pbkdf2.derive(digest, password, salt, count, length))));
    }
}
