package io.moongate.net.tls;

import io.moongate.net.pki.CertificateInfo;
import io.moongate.net.pki.PkiException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a certificate names a host (RFC 9525, and the common name, which existing Lua code relies on). */
final class HostNames {

    private static final int SAN_IP = 7;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*]?");

    private HostNames() {}

    /** @param addresses whether IP addresses among the alternative names count */
    static boolean matches(X509Certificate certificate, String host, boolean addresses) {
        String wanted = withoutFinalDot(host.toLowerCase(Locale.ROOT));
        if (wanted.isEmpty()) {
            return false;
        }
        return names(certificate).stream().anyMatch(name -> matches(name, wanted))
                || (addresses && isAddress(wanted) && addresses(certificate).contains(wanted));
    }

    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            CertificateInfo info = CertificateInfo.of(certificate.getEncoded());
            String commonName = info.subject().getOrDefault("commonname", "");
            return Stream.concat(Stream.of(commonName), info.names().stream()).toList();
        } catch (PkiException | CertificateEncodingException e) {
            return List.of();
        }
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(n -> n.getFirst() instanceof Integer tag && tag == SAN_IP)
                            .map(n -> String.valueOf(n.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A pattern {@code *.x.com} stands for one label. */
    private static boolean matches(String pattern, String host) {
        String p = withoutFinalDot(pattern.toLowerCase(Locale.ROOT));
        if (!p.startsWith("*.")) {
            return p.equals(host);
        }
        int dot = host.indexOf('.');
        String rest = p.substring(1);
        return dot > 0 && rest.indexOf('.', 1) > 0 && host.substring(dot).equals(rest) && !isAddress(host);
    }

    private static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
