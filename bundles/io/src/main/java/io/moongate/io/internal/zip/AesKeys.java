package io.moongate.io.internal.zip;

import io.moongate.io.internal.zip.ZipEntry.AesStrength;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that the AE-1 and AE-2 formats derive from a password: PBKDF2 with HMAC-SHA1 and 1000 rounds (RFC 8018) gives
 * a key for AES, a key for the authentication code and two bytes that tell most wrong passwords.
 */
final class AesKeys {

    static final int VERIFIER_BYTES = 2;
    static final int CODE_BYTES = 10;

    private static final int ROUNDS = 1000;
    private static final String HMAC = "HmacSHA1";

    private final byte[] cipherKey;
    private final byte[] macKey;
    private final byte[] verifier;

    private AesKeys(byte[] derived, int keyBytes) {
        cipherKey = Arrays.copyOf(derived, keyBytes);
        macKey = Arrays.copyOfRange(derived, keyBytes, 2 * keyBytes);
        verifier = Arrays.copyOfRange(derived, 2 * keyBytes, 2 * keyBytes + VERIFIER_BYTES);
    }

    static AesKeys derive(byte[] password, byte[] salt, AesStrength strength) throws GeneralSecurityException {
        byte[] derived = pbkdf2(password, salt, 2 * strength.keyBytes() + VERIFIER_BYTES);
        return new AesKeys(derived, strength.keyBytes());
    }

    boolean verify(byte[] expected) {
        return MessageDigest.isEqual(verifier, expected);
    }

    Cipher cipher() throws GeneralSecurityException {
        // The counter of these formats is little-endian, which the JDK's CTR mode has not: see AesStream.
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(cipherKey, "AES"));
        return cipher;
    }

    Mac mac() throws GeneralSecurityException {
        return mac(macKey);
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        // An empty key is that of one zero byte: HMAC pads keys with zeros, and the JDK takes no empty one.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
        return mac;
    }

    /** The JDK's own takes passwords as characters; these are any bytes. */
    private static byte[] pbkdf2(byte[] password, byte[] salt, int length) throws GeneralSecurityException {
        Mac mac = mac(password);
        byte[] derived = new byte[length];
        for (int block = 1, at = 0; at < length; block++) {
            byte[] sum = block(mac, salt, block);
            int n = Math.min(sum.length, length - at);
            System.arraycopy(sum, 0, derived, at, n);
            at += n;
        }
        return derived;
    }

    private static byte[] block(Mac mac, byte[] salt, int block) {
        mac.update(salt);
        byte[] u = mac.doFinal(new byte[] {0, 0, 0, (byte) block});
        byte[] sum = u.clone();
        for (int round = 1; round < ROUNDS; round++) {
            u = mac.doFinal(u);
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= u[i];
            }
        }
        return sum;
    }
}
