package io.moongate.crypto.internal;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC in one direction; the chain goes on over its calls. */
final class CbcCipher {

    private final Cipher cipher;
    private final boolean isEncrypting;

    CbcCipher(byte[] key, byte[] iv, boolean isEncrypting) {
        this.isEncrypting = isEncrypting;
        try {
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    isEncrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-CBC", e);
        }
    }

    boolean isEncrypting() {
        return isEncrypting;
    }

    /** @param data a multiple of 16 bytes */
    byte[] update(byte[] data) {
        byte[] result = cipher.update(data);
        return result == null ? new byte[0] : result;
    }
}
