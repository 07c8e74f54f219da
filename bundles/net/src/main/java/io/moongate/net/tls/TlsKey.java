package io.moongate.net.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate chain and the private key of its first certificate: what Lua calls a sharkcert. The key may be a handle
 * of a JCA provider, such as one in a TPM.
 *
 * @param chain the peer's own certificate first; not empty
 */
public record TlsKey(List<X509Certificate> chain, PrivateKey privateKey) {

    public TlsKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key needs a certificate");
        }
    }

    /** The algorithm of the certificate's key as JSSE names it: {@code "EC"} or {@code "RSA"}. */
    public String algorithm() {
        return chain.getFirst().getPublicKey().getAlgorithm();
    }

    /** Shows whose key it is, never the key. */
    @Override
    public String toString() {
        return "TlsKey[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
