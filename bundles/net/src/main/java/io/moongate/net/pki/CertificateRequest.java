package io.moongate.net.pki;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Certificate signing requests, PKCS#10 (RFC 2986). */
public final class CertificateRequest {

    private static final String TYPE = "CERTIFICATE REQUEST";

    private CertificateRequest() {}

    /** A request in PEM, signed with {@code key}. Waits for the key: see {@link DigestSigner#sign}. */
    public static String create(DigestSigner key, CertificateProfile profile, DigestName hash) throws PkiException {
        var builder = new PKCS10CertificationRequestBuilder(profile.subject(), key.publicKey());
        builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, profile.extensions());
        PKCS10CertificationRequest request = sign(() -> builder.build(contentSigner(key, hash)));
        return Pem.encode(TYPE, Asn1.guard(PkiException.INVALID, "certificate request", request::getEncoded));
    }

    /** Reads a request and checks that its sender has the private key. */
    static PKCS10CertificationRequest read(byte[] pem) throws PkiException {
        Pem block = Pem.first(pem, TYPE, "NEW CERTIFICATE REQUEST")
                .orElseThrow(() -> new PkiException(PkiException.INVALID, "no certificate request in PEM form"));
        if (block.der().length > KeyReader.MAX_LENGTH) {
            throw new PkiException(
                    PkiException.INVALID,
                    "request of " + block.der().length + " bytes exceeds " + KeyReader.MAX_LENGTH);
        }
        ASN1Primitive asn1 = Asn1.parse(block.der(), PkiException.INVALID, "certificate request");
        PKCS10CertificationRequest request = Asn1.guard(
                PkiException.INVALID,
                "certificate request",
                () -> new PKCS10CertificationRequest(CertificationRequest.getInstance(asn1)));
        checkSignature(request);
        return request;
    }

    private static void checkSignature(PKCS10CertificationRequest request) throws PkiException {
        PublicKeyData key = PublicKeyData.of(request.getSubjectPublicKeyInfo());
        byte[] signed = Asn1.guard(
                PkiException.INVALID,
                "certificate request",
                () -> request.toASN1Structure().getCertificationRequestInfo().getEncoded());
        DigestName hash =
                SignatureAlgorithms.hashOf(request.getSignatureAlgorithm().getAlgorithm());
        if (!key.verify(request.getSignature(), hash.digest().digest(signed))) {
            throw new PkiException(
                    PkiException.INVALID, "the signature of the certificate request does not match its key");
        }
    }

    /** A step in which a {@link #contentSigner} works. */
    @FunctionalInterface
    interface Signing<T> {
        T run();
    }

    /** Runs a step and gives what its signer could not do. */
    static <T> T sign(Signing<T> step) throws PkiException {
        try {
            return step.run();
        } catch (RuntimeOperatorException e) {
            throw e.getCause() instanceof PkiException cause
                    ? cause
                    : new PkiException(PkiException.INVALID, "signing", e);
        }
    }

    /** What BouncyCastle's builders sign with. */
    static ContentSigner contentSigner(DigestSigner key, DigestName hash) {
        boolean rsa = key.publicKey().getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        var content = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return rsa
                        ? new AlgorithmIdentifier(hash.signatureOid(true), DERNull.INSTANCE)
                        : new AlgorithmIdentifier(hash.signatureOid(false));
            }

            @Override
            public OutputStream getOutputStream() {
                return content;
            }

            @Override
            public byte[] getSignature() {
                try {
                    return key.sign(hash.digest().digest(content.toByteArray()));
                } catch (PkiException e) {
                    throw new RuntimeOperatorException("signing", e);
                }
            }
        };
    }
}
