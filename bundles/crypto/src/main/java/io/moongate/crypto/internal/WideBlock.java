package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A cipher whose block is the whole message: CMC over AES-256 (Halevi and Rogaway, "A tweakable enciphering mode", 2003)
 * with a fixed tweak. Equal messages under one key give equal results; unequal ones nothing in common.
 */
final class WideBlock {

    private static final int BLOCK = 16;

    private final SecretKeySpec key;
    private final byte[] tweak;

    /** @param secret of any length */
    WideBlock(byte[] secret) {
        key = new SecretKeySpec(derive("moongate aes text key", secret), "AES");
        tweak = Arrays.copyOf(derive("moongate aes text tweak", secret), BLOCK);
    }

    private static byte[] derive(String label, byte[] secret) {
        MessageDigest digest = DigestName.SHA256.digest();
        digest.update(label.getBytes(StandardCharsets.US_ASCII));
        return digest.digest(secret);
    }

    /** @param message a multiple of 16 bytes, at least 16 */
    byte[] encipher(byte[] message) throws GeneralSecurityException {
        byte[] chained = run("AES/CBC/NoPadding", Cipher.ENCRYPT_MODE, message, tweak);
        byte[] mixed = mix(chained);
        byte[] result = run("AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, mixed, null);
        xorShifted(result, mixed);
        xor(result, 0, tweak, 0);
        return result;
    }

    /** The reverse of {@link #encipher}. */
    byte[] decipher(byte[] enciphered) throws GeneralSecurityException {
        byte[] input = enciphered.clone();
        xor(input, 0, tweak, 0);
        // CBC decryption undoes E(CCC_i) xor CCC_(i-1) block by block, for CCC_i depends on the one before.
        byte[] mixed = new byte[input.length];
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.DECRYPT_MODE, key);
        for (int at = 0; at < input.length; at += BLOCK) {
            if (at > 0) {
                xor(input, at, mixed, at - BLOCK);
            }
            aes.update(input, at, BLOCK, mixed, at);
        }
        return run("AES/CBC/NoPadding", Cipher.DECRYPT_MODE, mix(mixed), tweak);
    }

    /** The blocks in reverse order, each masked with twice the sum of first and last; its own inverse. */
    private static byte[] mix(byte[] blocks) {
        int last = blocks.length - BLOCK;
        byte[] mask = Arrays.copyOf(blocks, BLOCK);
        xor(mask, 0, blocks, last);
        mask = doubled(mask);
        byte[] mixed = new byte[blocks.length];
        for (int at = 0; at < blocks.length; at += BLOCK) {
            System.arraycopy(blocks, last - at, mixed, at, BLOCK);
            xor(mixed, at, mask, 0);
        }
        return mixed;
    }

    /** Multiplication by x in GF(2^128). */
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int b = block[i] & 0xff;
            result[i] = (byte) (b << 1 | carry);
            carry = b >>> 7;
        }
        result[BLOCK - 1] ^= (byte) (carry * 0x87);
        return result;
    }

    private static void xorShifted(byte[] into, byte[] blocks) {
        for (int at = BLOCK; at < into.length; at += BLOCK) {
            xor(into, at, blocks, at - BLOCK);
        }
    }

    private static void xor(byte[] into, int at, byte[] with, int from) {
        for (int i = 0; i < BLOCK; i++) {
            into[at + i] ^= with[from + i];
        }
    }

    private byte[] run(String transformation, int mode, byte[] data, byte @Nullable [] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, key, iv == null ? null : new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }
}
