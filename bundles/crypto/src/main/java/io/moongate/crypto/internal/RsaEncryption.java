package io.moongate.crypto.internal;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.PkiException;
import io.moongate.net.pki.PublicKeyData;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA encryption, RFC 8017, with the paddings of {@link KeyOptions}. */
final class RsaEncryption {
    private RsaEncryption() {}

    static byte[] encrypt(byte[] data, PublicKeyData key, KeyOptions options) throws PkiException {
        if (!(key instanceof PublicKeyData.Rsa rsa)) {
            throw new PkiException(PkiException.INVALID, "ECC keys do not encrypt");
        }
        if (options.padding() == KeyOptions.Padding.NONE) {
            checkBlock(data, rsa);
        }
        return run(Cipher.ENCRYPT_MODE, key.toJca(), data, options);
    }

    static byte[] decrypt(byte[] data, AsymmetricKey key, KeyOptions options) throws PkiException {
        if (!(key.publicData() instanceof PublicKeyData.Rsa rsa)) {
            throw new PkiException(PkiException.INVALID, "ECC keys do not decrypt");
        }
        checkBlock(data, rsa);
        return run(Cipher.DECRYPT_MODE, key.toJca(), data, options);
    }

    /** What enters the bare operation: as long as the modulus and less than it. */
    private static void checkBlock(byte[] data, PublicKeyData.Rsa key) throws PkiException {
        if (data.length != key.size() || new BigInteger(1, data).compareTo(key.modulus()) >= 0) {
            throw new PkiException(
                    PkiException.INVALID, data.length + " bytes: " + key.size() + ", less than the modulus, expected");
        }
    }

    private static byte[] run(int mode, Key key, byte[] data, KeyOptions options) throws PkiException {
        try {
            Cipher cipher = switch (options.padding()) {
                case PKCS1 -> cipher("RSA/ECB/PKCS1Padding", mode, key);
                case NONE -> cipher("RSA/ECB/NoPadding", mode, key);
                case OAEP -> oaep(mode, key, options);
            };
            return cipher.doFinal(data);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // One text for all causes: which of them it was helps those who guess.
            String what = mode == Cipher.ENCRYPT_MODE ? "encrypt: data too long for key and padding" : "decrypt failed";
            throw new PkiException(PkiException.INVALID, what, e);
        }
    }

    private static Cipher cipher(String transformation, int mode, Key key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, key);
        return cipher;
    }

    private static Cipher oaep(int mode, Key key, KeyOptions options) throws GeneralSecurityException {
        String hash = options.hash().jcaName();
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                mode,
                key,
                new OAEPParameterSpec(
                        hash, "MGF1", new MGF1ParameterSpec(hash), new PSource.PSpecified(options.label())));
        return cipher;
    }
}
