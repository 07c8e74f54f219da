package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;

/** PBKDF2, RFC 8018, section 5.2, with HMAC of any hash and passwords of any bytes. */
final class Pbkdf2 {
    private Pbkdf2() {}

    /**
     * Derives a key; takes {@code count} HMACs for each block of the hash's length.
     *
     * @param count at least 1
     * @param length bytes of the key, at least 1
     */
    static byte[] derive(DigestName digest, byte[] password, byte[] salt, int count, int length) {
        Mac mac = RunningHash.Hmac.mac(digest, password);
        byte[] key = new byte[length];
        for (int block = 1, at = 0; at < length; block++, at += digest.length()) {
            byte[] t = block(mac, salt, count, block);
            System.arraycopy(t, 0, key, at, Math.min(t.length, length - at));
        }
        return key;
    }

    private static byte[] block(Mac mac, byte[] salt, int count, int block) {
        mac.update(salt);
        mac.update(new byte[] {(byte) (block >>> 24), (byte) (block >>> 16), (byte) (block >>> 8), (byte) block});
        byte[] u = mac.doFinal();
        byte[] t = u.clone();
        try {
            for (int i = 1; i < count; i++) {
                mac.update(u);
                mac.doFinal(u, 0);
                for (int j = 0; j < t.length; j++) {
                    t[j] ^= u[j];
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the HMAC fits its own length", e);
        }
        Arrays.fill(u, (byte) 0);
        return t;
    }
}
