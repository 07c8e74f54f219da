package io.moongate.socket.internal;

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
import io.moongate.net.tls.CertificateStore;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A certificate authority and contexts with its certificates. */
final class TestAuthority {

    private final AsymmetricKey caKey = AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom());
    private final String caPem;

    /** A certificate with its private key, both in PEM. */
    record Identity(String certificate, AsymmetricKey key) {}

    TestAuthority(String name) throws PkiException {
        caPem = CertificateIssuer.selfSigned(caKey, DigestName.SHA256)
                .issue(
                        request(caKey, name, Set.of(Type.SSL_CA), Set.of(Usage.KEY_CERT_SIGN)),
                        days(-100, 100),
                        BigInteger.ONE);
    }

    private static CertificateIssuer.Validity days(int from, int to) {
        Instant now = Instant.now();
        return new CertificateIssuer.Validity(now.plus(Duration.ofDays(from)), now.plus(Duration.ofDays(to)));
    }

    private static byte[] ascii(String s) {
        return s.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] request(AsymmetricKey key, String name, Set<Type> types, Set<Usage> usages)
            throws PkiException {
        var profile =
                new CertificateProfile(DistinguishedName.of(Map.of("commonname", name)), List.of(name), types, usages);
        return ascii(CertificateRequest.create(key, profile, DigestName.SHA256));
    }

    String caPem() {
        return caPem;
    }

    Identity issue(String name, int fromDay, int toDay) throws PkiException {
        AsymmetricKey key = AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom());
        String certificate = CertificateIssuer.ca(Certificates.fromPem(ascii(caPem)), caKey, DigestName.SHA256)
                .issue(
                        request(key, name, Set.of(Type.SSL_SERVER, Type.SSL_CLIENT), Set.of()),
                        days(fromDay, toDay),
                        BigInteger.TEN);
        return new Identity(certificate, key);
    }

    private static TlsKey key(Identity identity) throws PkiException {
        return new TlsKey(
                Certificates.chain(ascii(identity.certificate())),
                identity.key().toJca());
    }

    TlsContext server(String name) throws PkiException {
        return TlsContext.server().key(key(issue(name, -1, 1))).build();
    }

    TlsContext expiredServer(String name) throws PkiException {
        return TlsContext.server().key(key(issue(name, -9, -1))).build();
    }

    /** A server that asks its clients for certificates. */
    TlsContext askingServer(String name) throws PkiException {
        return TlsContext.server().key(key(issue(name, -1, 1))).store(store()).build();
    }

    TlsContext client() {
        return TlsContext.client().store(store()).build();
    }

    TlsContext clientWithCertificate(String name) throws PkiException {
        return TlsContext.client().store(store()).key(key(issue(name, -1, 1))).build();
    }

    private CertificateStore store() {
        CertificateStore store = new CertificateStore();
        store.add(ascii(caPem));
        return store;
    }
}
