package io.moongate.tpm.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A salted HMAC session (TPM 2.0 Library, part 1, sections 19 and 21): authenticates commands and responses and encrypts
 * their first parameter with AES-128 in CFB mode, so that who listens on the bus learns no secret and who writes on it is
 * noticed. The authorisation values of our objects are empty: the session's key alone authorises.
 */
final class ProtectedSession {

    static final int NONCE_BYTES = 32;

    private static final byte CONTINUE = 0x01;
    private static final byte DECRYPT = 0x20;
    private static final byte ENCRYPT = 0x40;
    private static final int AES_BITS = 128;

    private final int handle;
    private final byte[] key;
    private final SecureRandom random;
    private byte[] nonceCaller;
    private byte[] nonceTpm;

    /** @param salt the secret that was sent encrypted to a key in the TPM */
    ProtectedSession(int handle, byte[] salt, byte[] nonceCaller, byte[] nonceTpm, SecureRandom random) {
        this.handle = handle;
        this.random = random;
        this.nonceCaller = nonceCaller;
        this.nonceTpm = nonceTpm;
        this.key = Kdf.a(salt, "ATH", nonceTpm, nonceCaller, 256);
    }

    int handle() {
        return handle;
    }

    /** Encrypts the first parameter in place, if it can be, with a fresh nonce: the first half of a command. */
    void encryptCommand(CommandShape shape, byte[] parameters) {
        nonceCaller = new byte[NONCE_BYTES];
        random.nextBytes(nonceCaller);
        if (shape.encryptable()) {
            crypt(Cipher.ENCRYPT_MODE, parameters, nonceCaller, nonceTpm);
        }
    }

    /** The authorisation of a command: handle, nonce, attributes, HMAC. */
    byte[] authorisation(CommandShape shape, byte[] names, byte[] parameters) {
        byte attributes = attributes(shape);
        byte[] cpHash = Kdf.sha256(number(shape.code()), names, parameters);
        byte[] hmac = Kdf.hmac(key, cpHash, nonceCaller, nonceTpm, new byte[] {attributes});
        return ByteBuffer.allocate(4 + 2 + NONCE_BYTES + 1 + 2 + hmac.length)
                .putInt(handle)
                .putShort((short) NONCE_BYTES)
                .put(nonceCaller)
                .put(attributes)
                .putShort((short) hmac.length)
                .put(hmac)
                .array();
    }

    /**
     * Checks a response's authorisation and decrypts its first parameter in place.
     *
     * @param authorisation positioned at this session's part: nonce, attributes, HMAC
     * @throws SecurityException when the response is not the TPM's
     */
    void acceptResponse(CommandShape shape, byte[] parameters, ByteBuffer authorisation) {
        byte[] nonce = sized(authorisation);
        byte attributes = authorisation.get();
        byte[] hmac = sized(authorisation);
        byte[] rpHash = Kdf.sha256(number(0), number(shape.code()), parameters);
        byte[] expected = Kdf.hmac(key, rpHash, nonce, nonceCaller, new byte[] {attributes});
        if (!MessageDigest.isEqual(expected, hmac)) {
            throw new SecurityException("a TPM response fails its authentication: something on the bus changed it");
        }
        nonceTpm = nonce;
        if (shape.responseEncryptable()) {
            crypt(Cipher.DECRYPT_MODE, parameters, nonceTpm, nonceCaller);
        }
    }

    private static byte attributes(CommandShape shape) {
        return (byte) (CONTINUE | (shape.encryptable() ? DECRYPT : 0) | (shape.responseEncryptable() ? ENCRYPT : 0));
    }

    /** En- or decrypts the sized buffer at the start of {@code parameters}, all but its size. */
    private void crypt(int mode, byte[] parameters, byte[] nonceNewer, byte[] nonceOlder) {
        byte[] derived = Kdf.a(key, "CFB", nonceNewer, nonceOlder, AES_BITS + 128);
        int length = Short.toUnsignedInt(ByteBuffer.wrap(parameters).getShort());
        try {
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(derived, 0, AES_BITS / 8, "AES"),
                    new IvParameterSpec(derived, AES_BITS / 8, 16));
            byte[] result = cipher.doFinal(parameters, 2, length);
            System.arraycopy(result, 0, parameters, 2, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private static byte[] sized(ByteBuffer buffer) {
        byte[] bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
