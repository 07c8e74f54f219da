package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.pki.PkiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @TempDir
    Path directory;

    private DeviceIdentity identityOn(Swtpm swtpm) throws IOException, PkiException {
        try (ChipQueue queue = new ChipQueue(swtpm.address())) {
            return new IdentityMaker(new ChipKeys(queue), directory.resolve("certificate.pem")).make();
        }
    }

    @Test
    void an_identity_stays_with_its_chip() throws IOException, PkiException {
        try (Swtpm first = new Swtpm(directory.resolve("first"));
                Swtpm second = new Swtpm(directory.resolve("second"))) {
            DeviceIdentity identity = identityOn(first);
            assertThat(identity.id()).matches("moongate-[0-9a-f]{16}");
            assertThat(identityOn(first).certificate()).isEqualTo(identity.certificate());
            assertThat(identityOn(second).id()).isNotEqualTo(identity.id());
        }
    }

    @Test
    void openssl_accepts_the_request_and_a_fleet_authority_signs_it() throws IOException, PkiException {
        try (Swtpm swtpm = new Swtpm(directory.resolve("chip"));
                ChipQueue queue = new ChipQueue(swtpm.address())) {
            DeviceIdentity identity =
                    new IdentityMaker(new ChipKeys(queue), directory.resolve("certificate.pem")).make();
            Files.writeString(directory.resolve("device.csr"), identity.request());
            swtpm.tool(directory, "openssl", "req", "-in", "device.csr", "-verify", "-noout");
            swtpm.tool(
                    directory,
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-keyout",
                    "ca.key",
                    "-out",
                    "ca.pem",
                    "-subj",
                    "/CN=fleet authority",
                    "-days",
                    "2");
            swtpm.tool(
                    directory,
                    "openssl",
                    "x509",
                    "-req",
                    "-in",
                    "device.csr",
                    "-CA",
                    "ca.pem",
                    "-CAkey",
                    "ca.key",
                    "-CAcreateserial",
                    "-out",
                    "signed.pem",
                    "-days",
                    "1");
            assertThat(swtpm.tool(directory, "openssl", "verify", "-CAfile", "ca.pem", "signed.pem"))
                    .contains("signed.pem: OK");
        }
    }
}
