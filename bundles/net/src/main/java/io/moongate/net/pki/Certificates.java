package io.moongate.net.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;

/** Reads certificates from PEM, DER and PKCS#7 (degenerate signed data, as {@code .p7b} files hold it). */
public final class Certificates {

    static final String CERTIFICATE = "CERTIFICATE";

    /** Bytes; the CA bundle of a Linux distribution is a quarter of a megabyte. */
    public static final int MAX_BUNDLE = 8 * 1024 * 1024;

    private Certificates() {}

    /** A DER certificate; bytes after it are ignored. */
    public static Certificate parse(byte[] der) throws PkiException {
        if (der.length > KeyReader.MAX_LENGTH * 4) {
            throw new PkiException(PkiException.CERT_FORMAT, "certificate of " + der.length + " bytes is too long");
        }
        ASN1Primitive asn1 = Asn1.parse(der, PkiException.CERT_FORMAT, "certificate");
        return Asn1.guard(PkiException.CERT_FORMAT, "certificate", () -> Certificate.getInstance(asn1));
    }

    /** The first certificate of a PEM text. */
    public static Certificate fromPem(byte[] pem) throws PkiException {
        return parse(Pem.first(pem, CERTIFICATE, "X509 CERTIFICATE")
                .orElseThrow(() -> new PkiException(PkiException.CERT_FORMAT, "no certificate in PEM form"))
                .der());
    }

    /** The certificates of a PEM text, in its order. @throws PkiException when there is none or one is malformed */
    public static List<X509Certificate> chain(byte[] pem) throws PkiException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem block : Pem.blocks(pem)) {
            if (block.type().equals(CERTIFICATE) || block.type().equals("X509 CERTIFICATE")) {
                chain.add(toJca(block.der()));
            }
        }
        if (chain.isEmpty()) {
            throw new PkiException(PkiException.CERT_FORMAT, "no certificate in PEM form");
        }
        return chain;
    }

    /**
     * Every certificate of a PEM bundle, a PKCS#7 file in PEM or DER, or a DER certificate; unknown data gives none.
     * Certificates that cannot be read are left out.
     */
    public static List<X509Certificate> bundle(byte[] data) {
        List<X509Certificate> found = new ArrayList<>();
        if (data.length > MAX_BUNDLE) {
            return found;
        }
        List<Pem> blocks = Pem.blocks(data);
        if (blocks.isEmpty()) {
            addDer(data, found);
        }
        for (Pem block : blocks) {
            switch (block.type()) {
                case CERTIFICATE, "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "CMS" ->
                    addDer(block.der(), found);
                default -> {
                    // keys and parameters in the same file
                }
            }
        }
        return found;
    }

    private static void addDer(byte[] der, List<X509Certificate> found) {
        try {
            found.add(toJca(der));
        } catch (PkiException notCertificate) {
            addPkcs7(der, found);
        }
    }

    private static void addPkcs7(byte[] der, List<X509Certificate> found) {
        try {
            ASN1Primitive asn1 = Asn1.parse(der, PkiException.CERT_FORMAT, "PKCS#7");
            SignedData content = Asn1.guard(PkiException.CERT_FORMAT, "PKCS#7", () -> {
                ContentInfo info = ContentInfo.getInstance(asn1);
                return info.getContentType().equals(PKCSObjectIdentifiers.signedData)
                        ? SignedData.getInstance(info.getContent())
                        : null;
            });
            if (content.getCertificates() == null) {
                return;
            }
            for (ASN1Encodable each : content.getCertificates()) {
                addEncodable(each, found);
            }
        } catch (PkiException notPkcs7) {
            // unknown data holds no certificates
        }
    }

    private static void addEncodable(ASN1Encodable each, List<X509Certificate> found) {
        try {
            found.add(toJca(Asn1.guard(
                    PkiException.CERT_FORMAT,
                    "certificate",
                    () -> each.toASN1Primitive().getEncoded())));
        } catch (PkiException malformed) {
            // the others of the bundle count
        }
    }

    /** A certificate for the JDK's path validation and TLS. */
    public static X509Certificate toJca(byte[] der) throws PkiException {
        try {
            Certificate parsed = parse(der);
            byte[] exact = Asn1.guard(PkiException.CERT_FORMAT, "certificate", parsed::getEncoded);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(exact));
        } catch (CertificateException | RuntimeException e) {
            throw new PkiException(PkiException.CERT_FORMAT, "certificate: malformed", e);
        }
    }
}
