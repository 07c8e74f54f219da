package io.moongate.net.pki;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Time;

/**
 * What {@code ba.parsecert} and {@code sock:certificate} tell of a certificate.
 *
 * @param subject by field name ({@code commonname}, …), {@code ""} for absent ones; no e-mail
 * @param issuer likewise
 * @param from the ASN.1 time text of the validity's start
 * @param to and of its end
 * @param names the DNS names of the subject alternative name
 */
public record CertificateInfo(
        Map<String, String> subject, Map<String, String> issuer, String from, String to, List<String> names) {

    private static final int MAX_NAMES = 1000;

    /**
     * Reads a certificate.
     *
     * @param der a DER certificate; bytes after it are ignored
     */
    public static CertificateInfo of(byte[] der) throws PkiException {
        return of(Certificates.parse(der));
    }

    static CertificateInfo of(Certificate certificate) throws PkiException {
        return Asn1.guard(
                PkiException.CERT_FORMAT,
                "certificate",
                () -> new CertificateInfo(
                        fields(certificate.getSubject()),
                        fields(certificate.getIssuer()),
                        text(certificate.getStartDate()),
                        text(certificate.getEndDate()),
                        names(certificate)));
    }

    private static Map<String, String> fields(X500Name name) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : DistinguishedName.fieldNames()) {
            if (!field.equals("email")) {
                fields.put(field, DistinguishedName.field(name, field));
            }
        }
        return fields;
    }

    private static String text(Time time) {
        return switch (time.toASN1Primitive()) {
            // toString: its other accessors complete the century or the zone
            case ASN1UTCTime utc -> utc.toString();
            case ASN1GeneralizedTime generalized -> generalized.getTimeString();
            default -> "";
        };
    }

    private static List<String> names(Certificate certificate) {
        Extension extension = certificate.getTBSCertificate().getExtensions() == null
                ? null
                : certificate.getTBSCertificate().getExtensions().getExtension(Extension.subjectAlternativeName);
        List<String> names = new ArrayList<>();
        if (extension != null) {
            for (GeneralName name :
                    GeneralNames.getInstance(extension.getParsedValue()).getNames()) {
                if (name.getTagNo() == GeneralName.dNSName && names.size() < MAX_NAMES) {
                    names.add(ASN1IA5String.getInstance(name.getName()).getString());
                }
            }
        }
        return names;
    }

    /**
     * Seconds since 1970 UTC of {@code YYMMDDHHMMSSZ} (years 2000 to 2099) or {@code YYYYMMDDHHMMSSZ}; 0 when it cannot
     * be read.
     */
    public static long seconds(String time) {
        boolean isShort = time.length() == 13;
        if ((!isShort && time.length() != 15) || !time.endsWith("Z") || !digits(time)) {
            return 0;
        }
        String t = isShort ? "20" + time : time;
        try {
            return LocalDateTime.of(at(t, 0, 4), at(t, 4, 6), at(t, 6, 8), at(t, 8, 10), at(t, 10, 12), at(t, 12, 14))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static boolean digits(String time) {
        return time.chars().limit(time.length() - 1L).allMatch(c -> c >= '0' && c <= '9');
    }

    private static int at(String time, int from, int to) {
        return Integer.parseInt(time.substring(from, to));
    }
}
