package io.moongate.net.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * Issues X.509 v3 certificates (RFC 5280) for requests, with the extensions they ask for and key identifiers.
 *
 * @param key signs
 * @param certificate of the CA; empty issues self-signed certificates, which are CAs themselves
 * @param hash of the signature
 */
public record CertificateIssuer(DigestSigner key, Optional<Certificate> certificate, DigestName hash) {

    /** When a certificate is valid. */
    public record Validity(Instant from, Instant to) {
        public Validity {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("a validity that ends before it starts: " + from + " to " + to);
            }
        }
    }

    public static CertificateIssuer selfSigned(DigestSigner key, DigestName hash) {
        return new CertificateIssuer(key, Optional.empty(), hash);
    }

    /**
     * A certificate authority.
     *
     * @throws PkiException when {@code key} is not the certificate's
     */
    public static CertificateIssuer ca(Certificate certificate, DigestSigner key, DigestName hash) throws PkiException {
        if (!sameKey(certificate.getSubjectPublicKeyInfo(), key.publicKey())) {
            throw new PkiException(PkiException.INVALID, "the CA key does not belong to the CA certificate");
        }
        return new CertificateIssuer(key, Optional.of(certificate), hash);
    }

    private static boolean sameKey(SubjectPublicKeyInfo a, SubjectPublicKeyInfo b) throws PkiException {
        return PublicKeyData.of(a).info().equals(PublicKeyData.of(b).info());
    }

    /**
     * A certificate in PEM.
     *
     * @param requestPem its signature is checked, and that a self-signed one has our key
     */
    public String issue(byte[] requestPem, Validity validity, BigInteger serial) throws PkiException {
        return Asn1.guard(
                PkiException.INVALID, "certificate request", () -> issueRequested(requestPem, validity, serial));
    }

    private String issueRequested(byte[] requestPem, Validity validity, BigInteger serial)
            throws PkiException, IOException {
        PKCS10CertificationRequest request = CertificateRequest.read(requestPem);
        if (certificate.isEmpty() && !sameKey(request.getSubjectPublicKeyInfo(), key.publicKey())) {
            throw new PkiException(PkiException.INVALID, "the key does not belong to the certificate request");
        }
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuerName(request),
                serial,
                Date.from(validity.from()),
                Date.from(validity.to()),
                request.getSubject(),
                request.getSubjectPublicKeyInfo());
        addExtensions(builder, request);
        byte[] der = build(builder);
        return Pem.encode(Certificates.CERTIFICATE, der);
    }

    private byte[] build(X509v3CertificateBuilder builder) throws PkiException, IOException {
        return CertificateRequest.sign(() -> builder.build(CertificateRequest.contentSigner(key, hash)))
                .getEncoded();
    }

    private X500Name issuerName(PKCS10CertificationRequest request) {
        return certificate.map(Certificate::getSubject).orElseGet(request::getSubject);
    }

    private void addExtensions(X509v3CertificateBuilder builder, PKCS10CertificationRequest request)
            throws IOException {
        X509ExtensionUtils identifiers = new BcX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                identifiers.createSubjectKeyIdentifier(request.getSubjectPublicKeyInfo()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(key.publicKey()));
        if (certificate.isEmpty()) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        for (Attribute attribute : request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
            addRequested(
                    builder, Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)));
        }
    }

    /** What was asked for, but not what makes a CA: that is the issuer's to say. */
    private static void addRequested(X509v3CertificateBuilder builder, Extensions requested) throws IOException {
        for (var oid : requested.getExtensionOIDs()) {
            boolean ours = oid.equals(Extension.basicConstraints)
                    || oid.equals(Extension.subjectKeyIdentifier)
                    || oid.equals(Extension.authorityKeyIdentifier);
            if (!ours) {
                builder.addExtension(requested.getExtension(oid));
            }
        }
    }
}
