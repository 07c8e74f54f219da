package io.moongate.net.pki;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** A private key, wherever it lives, that signs digests. */
public interface DigestSigner {

    SubjectPublicKeyInfo publicKey();

    /**
     * Signs a digest of 20, 32, 48 or 64 bytes, whose length tells the hash. May take time where the key is in a chip.
     *
     * @return ECDSA: DER of r and s; RSA: PKCS#1 v1.5
     */
    byte[] sign(byte[] digest) throws PkiException;
}
