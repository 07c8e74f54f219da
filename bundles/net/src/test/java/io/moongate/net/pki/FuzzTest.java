package io.moongate.net.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.tls.CertificateStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged keys, requests and certificates give {@link PkiException} and nothing else, whatever the damage. */
class FuzzTest {

    private static final byte[] PASSWORD = {'p'};

    @Test
    void damaged_formats() throws Exception {
        damage(3_000, 1);
    }

    @Test
    @Tag("nightly")
    void damaged_formats_for_long() throws Exception {
        damage(400_000, new SecureRandom().nextLong());
    }

    private static void damage(int times, long seed) throws Exception {
        List<Pem> samples = samples();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            Pem sample = samples.get(random.nextInt(samples.size()));
            byte[] der = damaged(sample.der(), random);
            try {
                read(sample.type(), der);
            } catch (PkiException expected) {
                assertThat(expected.code()).isNotEmpty();
            } catch (Throwable unexpected) {
                throw new AssertionError("seed " + seed + ": " + Pem.encode(sample.type(), der), unexpected);
            }
        }
    }

    private static void read(String type, byte[] der) throws PkiException {
        byte[] pem = Pem.encode(type, der).getBytes(StandardCharsets.US_ASCII);
        switch (type) {
            case "CERTIFICATE" -> {
                new CertificateStore().add(der);
                CertificateInfo.of(der);
                KeyReader.publicKeyOrCertificate(pem, null);
            }
            case "CERTIFICATE REQUEST" -> CertificateRequest.read(pem);
            case "PUBLIC KEY" -> KeyReader.publicKey(pem, null);
            default -> KeyReader.privateKey(pem, PASSWORD).sign(new byte[32]);
        }
    }

    private static byte[] damaged(byte[] der, Random random) {
        byte[] copy = der.clone();
        for (int k = random.nextInt(4); k >= 0; k--) {
            int at = random.nextBoolean() ? random.nextInt(Math.min(60, copy.length)) : random.nextInt(copy.length);
            copy[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : copy[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
    }

    private static List<Pem> samples() throws PkiException {
        List<Pem> samples = new ArrayList<>();
        for (AsymmetricKey key : List.of(
                AsymmetricKey.generateRsa(512),
                AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom()),
                AsymmetricKey.generate(Curve.BRAINPOOLP384R1, new SecureRandom()))) {
            var profile = new CertificateProfile(
                    DistinguishedName.of(Map.of("commonname", "name", "email", "a@b")),
                    List.of("dns", "IP:10.0.0.1", "URI:urn:x"),
                    Set.of(),
                    Set.of());
            String request = key.isRsa() ? "" : CertificateRequest.create(key, profile, DigestName.SHA256);
            samples.addAll(
                    Pem.blocks((key.toPem() + key.publicData().toPem() + request).getBytes(StandardCharsets.US_ASCII)));
            if (!request.isEmpty()) {
                var now = java.time.Instant.now();
                samples.addAll(Pem.blocks(CertificateIssuer.selfSigned(key, DigestName.SHA256)
                        .issue(
                                request.getBytes(StandardCharsets.US_ASCII),
                                new CertificateIssuer.Validity(now, now.plusSeconds(60)),
                                java.math.BigInteger.ONE)
                        .getBytes(StandardCharsets.US_ASCII)));
            }
        }
        samples.add(Pem.blocks(PROTECTED.getBytes(StandardCharsets.US_ASCII)).getFirst());
        return samples;
    }

    /** Made by openssl: PBES2 with PBKDF2 and HMAC-SHA256, AES-256-CBC, password {@code p}. */
    private static final String PROTECTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjyGbc4Xr56cwICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMEVe/d9Svm9tfijabZ2q+gEgZCP
            AHm8fUMnYkn8Sx+BGX8dXI9BS4zvhKUCA83kQIPaGvBo+Y1oryvmU2zaTxRs6oku
            ebH4j/6cy3bNJj1rSRjxGzwXcLJCoL4CRPVneuWEDfIXTd+VjSfbq4RTkYQcl/qC
            9KhR9HORFiHi4xHygdf17ToPUm4YIFs510Jk7OhIjYTC7gau1el8NjPvV4vPxzE=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
}
