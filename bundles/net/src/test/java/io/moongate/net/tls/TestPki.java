package io.moongate.net.tls;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.CertificateIssuer;
import io.moongate.net.pki.CertificateProfile;
import io.moongate.net.pki.CertificateProfile.Type;
import io.moongate.net.pki.CertificateProfile.Usage;
import io.moongate.net.pki.CertificateRequest;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.DigestName;
import io.moongate.net.pki.DistinguishedName;
import io.moongate.net.pki.PkiException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A certificate authority for tests. */
final class TestPki {

    static final Instant NOW = Instant.now();

    private final AsymmetricKey caKey = AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom());
    final String caPem;

    TestPki(String name) throws PkiException {
        caPem = CertificateIssuer.selfSigned(caKey, DigestName.SHA256)
                .issue(
                        request(
                                caKey,
                                name,
                                List.of(),
                                Set.of(Type.SSL_CA),
                                Set.of(Usage.KEY_CERT_SIGN, Usage.CRL_SIGN)),
                        days(-100, 100),
                        BigInteger.ONE);
    }

    static CertificateIssuer.Validity days(int from, int to) {
        return new CertificateIssuer.Validity(NOW.plus(Duration.ofDays(from)), NOW.plus(Duration.ofDays(to)));
    }

    static byte[] ascii(String s) {
        return s.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] request(
            AsymmetricKey key, String name, List<String> names, Set<Type> types, Set<Usage> usages)
            throws PkiException {
        var profile = new CertificateProfile(DistinguishedName.of(Map.of("commonname", name)), names, types, usages);
        return ascii(CertificateRequest.create(key, profile, DigestName.SHA256));
    }

    String issue(AsymmetricKey key, String name, List<String> names, CertificateIssuer.Validity validity)
            throws PkiException {
        return CertificateIssuer.ca(Certificates.fromPem(ascii(caPem)), caKey, DigestName.SHA256)
                .issue(
                        request(key, name, names, Set.of(Type.SSL_SERVER, Type.SSL_CLIENT), Set.of()),
                        validity,
                        BigInteger.valueOf(7));
    }

    TlsKey key(String name, List<String> names, CertificateIssuer.Validity validity) throws PkiException {
        AsymmetricKey key = AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom());
        return new TlsKey(Certificates.chain(ascii(issue(key, name, names, validity))), key.toJca());
    }

    TlsKey key(String name) throws PkiException {
        return key(name, List.of(name), days(-1, 1));
    }

    CertificateStore store() {
        CertificateStore store = new CertificateStore();
        store.add(ascii(caPem));
        return store;
    }
}
