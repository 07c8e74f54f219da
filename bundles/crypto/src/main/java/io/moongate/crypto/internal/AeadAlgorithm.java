package io.moongate.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The authenticated ciphers, with tags of 16 bytes. */
enum AeadAlgorithm {
    /** AES-GCM, NIST SP 800-38D. */
    GCM("AES", true) {
        @Override
        byte[] run(int mode, SecretKeySpec key, byte[] nonce, byte[] aad, byte[] data) throws GeneralSecurityException {
            return jca("AES/GCM/NoPadding", new GCMParameterSpec(8 * TAG, nonce), mode, key, aad, data);
        }
    },
    /** AES-CCM, NIST SP 800-38C. */
    CCM("AES", true) {
        @Override
        byte[] run(int mode, SecretKeySpec key, byte[] nonce, byte[] aad, byte[] data) throws GeneralSecurityException {
            Ccm ccm = new Ccm(key, nonce, TAG);
            return mode == Cipher.ENCRYPT_MODE ? ccm.seal(aad, data) : ccm.open(aad, data);
        }
    },
    /** RFC 8439. */
    CHACHA20_POLY1305("ChaCha20", false) {
        @Override
        byte[] run(int mode, SecretKeySpec key, byte[] nonce, byte[] aad, byte[] data) throws GeneralSecurityException {
            return jca("ChaCha20-Poly1305", new IvParameterSpec(nonce), mode, key, aad, data);
        }
    };

    static final int TAG = 16;

    private final String keyAlgorithm;
    private final boolean isBlockwise;

    AeadAlgorithm(String keyAlgorithm, boolean isBlockwise) {
        this.keyAlgorithm = keyAlgorithm;
        this.isBlockwise = isBlockwise;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Whether Lua code may only give whole blocks, as the API has it for AES. */
    boolean isBlockwise() {
        return isBlockwise;
    }

    byte[] seal(SecretKeySpec key, byte[] nonce, byte[] aad, byte[] plain) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, key, nonce, aad, plain);
    }

    byte[] open(SecretKeySpec key, byte[] nonce, byte[] aad, byte[] sealed) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, key, nonce, aad, sealed);
    }

    abstract byte[] run(int mode, SecretKeySpec key, byte[] nonce, byte[] aad, byte[] data)
            throws GeneralSecurityException;

    /** A cipher for each message: the JDK's refuse a nonce that they have seen, which here is the caller's business. */
    private static byte[] jca(
            String name, AlgorithmParameterSpec parameters, int mode, SecretKeySpec key, byte[] aad, byte[] data)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(mode, key, parameters);
        cipher.updateAAD(aad);
        return cipher.doFinal(data);
    }
}
