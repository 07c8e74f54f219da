package io.moongate.tpm.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The TPM's key derivations with SHA-256 (TPM 2.0 Library, part 1, sections 11.4.10.2 and 11.4.10.3). */
final class Kdf {

    private static final int HASH_BYTES = 32;

    private Kdf() {}

    /** KDFa: from a key, by HMAC in counter mode. */
    static byte[] a(byte[] key, String label, byte[] contextU, byte[] contextV, int bits) {
        byte[] derived = new byte[bits / 8];
        for (int counter = 1, at = 0; at < derived.length; counter++, at += HASH_BYTES) {
            byte[] block = hmac(key, number(counter), label(label), contextU, contextV, number(bits));
            System.arraycopy(block, 0, derived, at, Math.min(HASH_BYTES, derived.length - at));
        }
        return derived;
    }

    /** KDFe: from the x coordinate of an ECDH shared point; as long as the hash. */
    static byte[] e(byte[] sharedX, String label, byte[] partyUX, byte[] partyVX) {
        return sha256(number(1), sharedX, label(label), partyUX, partyVX);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** With the zero byte at its end, which is part of it. */
    private static byte[] label(String label) {
        return Arrays.copyOf(label.getBytes(StandardCharsets.US_ASCII), label.length() + 1);
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // JCA takes no empty key; HMAC pads with zeros, so one zero byte is the same key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
