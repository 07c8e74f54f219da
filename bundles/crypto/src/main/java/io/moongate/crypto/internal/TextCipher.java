package io.moongate.crypto.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.luaj.vm2.Varargs;

/**
 * {@code ba.aeskey}, {@code aesencode}, {@code aesdecode}: texts sealed into URL-safe strings. A sealed text is {@code
 * text, 0..15 random bytes, three zero bytes, a byte that counts the random ones}, a multiple of 16 bytes, enciphered
 * as one {@linkplain WideBlock wide block}: whoever changes any bit gets noise, whose end then has to be right by chance
 * (1 in 2^28).
 */
final class TextCipher {

    private static final int BLOCK = 16;
    private static final int TRAILER = 4;
    private static final int MAX_TEXT = 16 * 1024 * 1024;
    /** Bytes of a key that count. */
    private static final int MAX_KEY = 32;

    private final SecureRandom random = new SecureRandom();

    /** {@code ba.aeskey([n])} */
    Varargs aeskey(Args args) {
        byte[] key = new byte[args.optInteger(1, 16, 1, 1024)];
        random.nextBytes(key);
        return Result.of(key);
    }

    /** {@code ba.aesencode(key, text)} */
    Varargs aesencode(Args args) {
        byte[] key = key(args);
        byte[] text = args.bytes(2);
        if (text.length > MAX_TEXT) {
            throw args.bad(2, text.length + " bytes exceed the limit of " + MAX_TEXT);
        }
        try {
            byte[] sealed = new WideBlock(key).encipher(padded(text));
            return Result.of(Base64.getUrlEncoder().withoutPadding().encode(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES", e);
        }
    }

    private byte[] padded(byte[] text) {
        int padding = BLOCK - 1 - (text.length + TRAILER + BLOCK - 1) % BLOCK;
        byte[] noise = new byte[padding];
        random.nextBytes(noise);
        byte[] block = Arrays.copyOf(text, text.length + padding + TRAILER);
        System.arraycopy(noise, 0, block, text.length, padding);
        block[block.length - 1] = (byte) padding;
        return block;
    }

    /** {@code ba.aesdecode(key, text)} */
    Varargs aesdecode(Args args) {
        byte[] key = key(args);
        byte[] text = args.bytes(2);
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            // One text has one form: bits beyond the last byte count too.
            boolean isCanonical =
                    Arrays.equals(Base64.getUrlEncoder().withoutPadding().encode(sealed), text);
            if (!isCanonical || sealed.length == 0 || sealed.length % BLOCK != 0) {
                return Result.none();
            }
            return stripped(new WideBlock(key).decipher(sealed)).map(Result::of).orElseGet(Result::none);
        } catch (IllegalArgumentException notBase64) {
            return Result.none();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES", e);
        }
    }

    private static Optional<byte[]> stripped(byte[] block) {
        int end = block.length;
        int padding = block[end - 1] & 0xff;
        boolean isOurs = padding < BLOCK && (block[end - 2] | block[end - 3] | block[end - 4]) == 0;
        int length = end - TRAILER - padding;
        return isOurs && length >= 0 ? Optional.of(Arrays.copyOf(block, length)) : Optional.empty();
    }

    private static byte[] key(Args args) {
        byte[] key = args.bytes(1);
        return key.length > MAX_KEY ? Arrays.copyOf(key, MAX_KEY) : key;
    }
}
