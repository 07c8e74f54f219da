package io.moongate.crypto.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.crypto.symmetric} and the objects it makes. */
final class Ciphers {

    /** Bytes in one call. */
    private static final int MAX_PLAIN = 0xFFF0;

    private static final int MAX_AAD = 1024 * 1024;
    private static final int TAG = 16;
    private static final int BLOCK = 16;

    private final ModuleContext context;
    private final LuaType<Aead> aeadType = LuaType.named("SYMMETRIC", Aead.class)
            .method("setauth", Ciphers::setAuth)
            .method("encrypt", Ciphers::seal)
            .method("decrypt", Ciphers::open);
    private final LuaType<CbcCipher> cbcType = LuaType.named("SYMMETRIC", CbcCipher.class)
            .method("setauth", (cipher, args) -> {
                args.string(1);
                return Result.none();
            })
            .method("encrypt", Ciphers::encrypt)
            .method("decrypt", Ciphers::decrypt);

    Ciphers(ModuleContext context) {
        this.context = context;
    }

    /** {@code ba.crypto.symmetric(alg, key, iv [, mode])} */
    Varargs symmetric(Args args) {
        String name = args.text(1);
        byte[] key = args.bytes(2);
        byte[] iv = args.bytes(3);
        switch (name) {
            case "GCM" -> {
                checkAesKey(args, key);
                return context.wrap(aeadType, new Aead(AeadAlgorithm.GCM, key, nonce(args, iv)));
            }
            case "CCM" -> {
                checkAesKey(args, key);
                return context.wrap(aeadType, new Aead(AeadAlgorithm.CCM, key, nonce(args, iv)));
            }
            case "CBC" -> {
                checkAesKey(args, key);
                checkLength(args, 3, iv, BLOCK);
                return context.wrap(cbcType, new CbcCipher(key, iv, args.text(4).equals("encrypt")));
            }
            default -> {
                if (!isChaCha(name)) {
                    throw args.bad(1, "unknown algorithm '" + name + "'");
                }
                checkLength(args, 2, key, 32);
                return context.wrap(aeadType, new Aead(AeadAlgorithm.CHACHA20_POLY1305, key, nonce(args, iv)));
            }
        }
    }

    private static boolean isChaCha(String name) {
        return switch (name.toUpperCase(Locale.ROOT).replaceAll("[-_]", "")) {
            case "CHACHA20POLY1305", "CHACHAPOLY", "CHACHA20" -> true;
            default -> false;
        };
    }

    private static void checkAesKey(Args args, byte[] key) {
        if (key.length != 16 && key.length != 32) {
            throw args.bad(2, "key of " + key.length + " bytes: 16 or 32 expected");
        }
    }

    private static byte[] nonce(Args args, byte[] iv) {
        checkLength(args, 3, iv, 12);
        return iv;
    }

    private static void checkLength(Args args, int index, byte[] value, int length) {
        if (value.length != length) {
            throw args.bad(index, value.length + " bytes: " + length + " expected");
        }
    }

    private static Varargs setAuth(Aead cipher, Args args) {
        byte[] aad = args.bytes(1);
        if (aad.length > MAX_AAD) {
            throw args.bad(1, aad.length + " bytes exceed the limit of " + MAX_AAD);
        }
        cipher.setAad(aad);
        return Result.none();
    }

    private static Varargs seal(Aead cipher, Args args) {
        byte[] plain = plain(args, 2, cipher.algorithm().isBlockwise());
        try {
            byte[] sealed = cipher.seal(plain);
            int length = sealed.length - TAG;
            return LuaValue.varargsOf(
                    Result.string(Arrays.copyOf(sealed, length)),
                    Result.string(Arrays.copyOfRange(sealed, length, sealed.length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + cipher.algorithm(), e);
        }
    }

    private static Varargs open(Aead cipher, Args args) {
        byte[] data = data(args, MAX_PLAIN + BLOCK);
        byte[] tag = args.bytes(2);
        checkLength(args, 2, tag, TAG);
        boolean isPadded = isPadded(args, 3);
        // What other implementations pad for GCM and CCM is a multiple of eight.
        if (cipher.algorithm().isBlockwise()) {
            checkBlocks(args, data.length, isPadded ? BLOCK / 2 : BLOCK);
        }
        try {
            byte[] plain = cipher.open(data, tag);
            return isPadded ? opened(Padding.strip(plain)) : Result.of(plain);
        } catch (GeneralSecurityException e) {
            return decryptFailed();
        }
    }

    private static Varargs encrypt(CbcCipher cipher, Args args) {
        checkDirection(cipher.isEncrypting(), "decrypt");
        return Result.of(cipher.update(plain(args, 2, true)));
    }

    private static Varargs decrypt(CbcCipher cipher, Args args) {
        checkDirection(!cipher.isEncrypting(), "encrypt");
        byte[] data = data(args, MAX_PLAIN + BLOCK);
        boolean isPadded = args.isNil(2) ? isPadded(args, 3) : isPadded(args, 2);
        checkBlocks(args, data.length, BLOCK);
        byte[] plain = cipher.update(data);
        return isPadded ? opened(Padding.strip(plain)) : Result.of(plain);
    }

    private static void checkDirection(boolean isRight, String direction) {
        if (!isRight) {
            throw new LuaError("this object was made to " + direction + " and does nothing else");
        }
    }

    private static byte[] data(Args args, int limit) {
        byte[] data = args.bytes(1);
        if (data.length > limit) {
            throw args.bad(1, data.length + " bytes exceed the limit of " + limit + " for one call");
        }
        return data;
    }

    /** The text to encrypt, padded when that was asked for. */
    private static byte[] plain(Args args, int paddingIndex, boolean isBlockwise) {
        byte[] data = data(args, MAX_PLAIN);
        if (isPadded(args, paddingIndex)) {
            return Padding.pad(data);
        }
        if (isBlockwise) {
            checkBlocks(args, data.length, BLOCK);
        }
        return data;
    }

    private static void checkBlocks(Args args, int length, int block) {
        if (length % block != 0) {
            throw args.bad(1, "length " + length + " is not a multiple of " + block);
        }
    }

    private static boolean isPadded(Args args, int index) {
        if (args.isNil(index)) {
            return false;
        }
        if (!args.text(index).equals("PKCS7")) {
            throw args.bad(index, "unknown padding, 'PKCS7' expected");
        }
        return true;
    }

    private static Varargs opened(Optional<byte[]> plain) {
        return plain.map(Result::of).orElseGet(Ciphers::decryptFailed);
    }

    private static Varargs decryptFailed() {
        return Result.fail("decrypt failed");
    }
}
