package io.moongate.net.pki;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Signature algorithm identifiers and the hashes they name. */
final class SignatureAlgorithms {
    private SignatureAlgorithms() {}

    static DigestName hashOf(ASN1ObjectIdentifier algorithm) throws PkiException {
        return Arrays.stream(DigestName.values())
                .filter(d -> d != DigestName.MD5)
                .filter(d -> d.signatureOid(true).equals(algorithm)
                        || d.signatureOid(false).equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new PkiException(
                        PkiException.INVALID, "signature algorithm " + algorithm + " is not supported"));
    }
}
