package io.moongate.crypto.internal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** A key, a nonce and additional data; each call seals or opens one independent message. Not thread-safe. */
final class Aead {

    private final AeadAlgorithm algorithm;
    private final SecretKeySpec key;
    private final byte[] nonce;
    private byte[] aad = new byte[0];

    Aead(AeadAlgorithm algorithm, byte[] key, byte[] nonce) {
        this.algorithm = algorithm;
        this.key = new SecretKeySpec(key, algorithm.keyAlgorithm());
        this.nonce = nonce;
    }

    AeadAlgorithm algorithm() {
        return algorithm;
    }

    void setAad(byte[] data) {
        aad = data;
    }

    /** The cipher text and, behind it, the tag of 16 bytes. */
    byte[] seal(byte[] plain) throws GeneralSecurityException {
        return algorithm.seal(key, nonce, aad, plain);
    }

    /** @throws GeneralSecurityException when anything differs from what was sealed */
    byte[] open(byte[] sealed, byte[] tag) throws GeneralSecurityException {
        byte[] both = Arrays.copyOf(sealed, sealed.length + tag.length);
        System.arraycopy(tag, 0, both, sealed.length, tag.length);
        return algorithm.open(key, nonce, aad, both);
    }
}
