package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.device.DeviceKeys;
import io.moongate.net.device.DeviceKeys.Kind;
import io.moongate.net.pki.CertificateIssuer;
import io.moongate.net.pki.CertificateProfile;
import io.moongate.net.pki.CertificateProfile.Type;
import io.moongate.net.pki.CertificateProfile.Usage;
import io.moongate.net.pki.CertificateRequest;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.DigestName;
import io.moongate.net.pki.DistinguishedName;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.TlsKey;
import io.moongate.runtime.store.AtomicWrite;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the device's identity from its key, and keeps its certificate. */
final class IdentityMaker {

    /** The name of the device's own key. */
    static final String KEY_NAME = "moongate device identity";

    private static final Logger LOG = LoggerFactory.getLogger(IdentityMaker.class);
    private static final Kind KIND = Kind.P256;
    /** Nobody renews the self-signed certificate of a device in the field; a fleet's authority replaces it. */
    private static final Duration VALID = Duration.ofDays(36500);

    private final DeviceKeys keys;
    private final Path certificateFile;

    IdentityMaker(DeviceKeys keys, Path certificateFile) {
        this.keys = keys;
        this.certificateFile = certificateFile;
    }

    /** Reads or makes the identity; waits for the device on the calling thread. */
    DeviceIdentity make() throws IOException, PkiException {
        PublicKey publicKey =
                keys.publicKey(KEY_NAME, KIND).toCompletableFuture().join();
        PrivateKey privateKey =
                keys.privateKey(KEY_NAME, KIND).toCompletableFuture().join();
        DeviceSigner signer = new DeviceSigner(keys, KEY_NAME, KIND, publicKey);
        String id = "moongate-" + HexFormat.of().formatHex(Kdf.sha256(publicKey.getEncoded()), 0, 8);
        String certificate = certificate(signer, publicKey, id);
        TlsKey key = new TlsKey(Certificates.chain(certificate.getBytes(StandardCharsets.US_ASCII)), privateKey);
        return new Identity(id, key, certificate, signer);
    }

    /** The one on disk, as long as it is for the device's key: after a change of the chip it is not. */
    private String certificate(DeviceSigner signer, PublicKey publicKey, String id) throws IOException, PkiException {
        if (Files.exists(certificateFile)) {
            String stored = Files.readString(certificateFile, StandardCharsets.US_ASCII);
            if (isFor(stored, publicKey)) {
                return stored;
            }
            keepOld();
        }
        String made = selfSigned(signer, id);
        Files.createDirectories(certificateFile.getParent());
        AtomicWrite.replace(certificateFile, made.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    /** A device whose chip is away for once must not lose the certificate that an authority gave it. */
    private void keepOld() throws IOException {
        Path old = certificateFile.resolveSibling(certificateFile.getFileName() + ".previous");
        Files.move(certificateFile, old, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn(
                "this device has another key than before, so it is another device: its certificate was kept as {}",
                old);
    }

    private static boolean isFor(String pem, PublicKey publicKey) {
        try {
            return Certificates.chain(pem.getBytes(StandardCharsets.US_ASCII))
                    .getFirst()
                    .getPublicKey()
                    .equals(publicKey);
        } catch (PkiException e) {
            return false;
        }
    }

    private static String selfSigned(DeviceSigner signer, String id) throws PkiException {
        Instant now = Instant.now();
        var validity = new CertificateIssuer.Validity(now.minus(Duration.ofDays(1)), now.plus(VALID));
        return CertificateIssuer.selfSigned(signer, DigestName.SHA256)
                .issue(
                        request(signer, id).getBytes(StandardCharsets.US_ASCII),
                        validity,
                        new BigInteger(63, new SecureRandom()));
    }

    private static String request(DeviceSigner signer, String id) throws PkiException {
        var profile = new CertificateProfile(
                DistinguishedName.of(Map.of("commonname", id)),
                List.of(id),
                Set.of(Type.SSL_SERVER, Type.SSL_CLIENT),
                Set.of(Usage.DIGITAL_SIGNATURE));
        return CertificateRequest.create(signer, profile, DigestName.SHA256);
    }

    private record Identity(String id, TlsKey key, String certificate, DeviceSigner signer) implements DeviceIdentity {
        @Override
        public String request() {
            try {
                return IdentityMaker.request(signer, id);
            } catch (PkiException e) {
                throw new IllegalStateException("cannot sign a request: " + e.getMessage(), e);
            }
        }
    }
}
