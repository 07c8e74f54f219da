package io.moongate.web.internal;

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
import io.moongate.net.pki.KeyReader;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsKey;
import io.moongate.runtime.store.AtomicWrite;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate the gateway shows to browsers: from files, or self-signed at the first start. */
final class ServerCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    /** Browsers do not take longer ones, and nobody renews a self-signed one of a device in the field. */
    private static final Duration VALID = Duration.ofDays(3650);

    private final Path chain;
    private final Path key;

    ServerCertificate(Path chain, Path key) {
        this.chain = chain;
        this.key = key;
    }

    /** Reads the files, making them first when neither is there. @throws IOException naming the file */
    TlsContext context() throws IOException {
        if (Files.notExists(chain) && Files.notExists(key)) {
            create();
        }
        try {
            AsymmetricKey secret = KeyReader.privateKey(Files.readAllBytes(key), null);
            var certificates = Certificates.chain(Files.readAllBytes(chain));
            return TlsContext.server()
                    .key(new TlsKey(certificates, secret.toJca()))
                    .build();
        } catch (PkiException e) {
            throw new IOException("cannot use " + chain + " with " + key + ": " + e.getMessage(), e);
        }
    }

    private void create() throws IOException {
        try {
            SecureRandom random = new SecureRandom();
            AsymmetricKey secret = AsymmetricKey.generate(Curve.SECP256R1, random);
            Instant now = Instant.now();
            String certificate = CertificateIssuer.selfSigned(secret, DigestName.SHA256)
                    .issue(
                            request(secret),
                            new CertificateIssuer.Validity(now.minus(Duration.ofDays(1)), now.plus(VALID)),
                            new BigInteger(63, random));
            write(key, secret.toPem(), "rw-------");
            write(chain, certificate, "rw-r--r--");
            LOG.info("made a self-signed certificate: {}", chain);
        } catch (PkiException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static byte[] request(AsymmetricKey secret) throws PkiException {
        String host = hostName();
        var profile = new CertificateProfile(
                DistinguishedName.of(Map.of("commonname", host)),
                List.of(host, "localhost", "IP:127.0.0.1"),
                Set.of(Type.SSL_SERVER),
                Set.of(Usage.DIGITAL_SIGNATURE));
        return CertificateRequest.create(secret, profile, DigestName.SHA256).getBytes(StandardCharsets.US_ASCII);
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9.-]{1,63}") ? name : "localhost";
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicWrite.replace(file, text.getBytes(StandardCharsets.US_ASCII), permissions);
    }
}
