package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.Ports;
import io.moongate.tests.outside.Moongate.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a chip, used by the whole distribution. */
class TpmIT {

    @TempDir
    Path directory;

    private Process swtpm(int port) throws IOException {
        Path state = Files.createDirectory(directory.resolve("chip"));
        return new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--server",
                        "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                        "--flags",
                        "not-need-init,startup-clear",
                        "--tpmstate",
                        "dir=" + state)
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("log").toFile())
                .start();
    }

    private static Map<String, String> options(String options) {
        return Map.of("MOONGATE_JAVA_OPTS", options);
    }

    private static Map<String, String> chipAt(int port) {
        return options("-Dmoongate.tpm.device=tcp:127.0.0.1:" + port);
    }

    private Outcome moongate(String... args) throws IOException, InterruptedException {
        return new Moongate(directory).run(args);
    }

    private String health(Path home) {
        try {
            return moongate("health", "--home", home.toString()).text();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String openssl(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(args));
        Process openssl = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        openssl.getOutputStream().close();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void mosquitto_knows_a_client_by_its_key_in_the_chip() throws Exception {
        int port = Ports.free();
        Process swtpm = swtpm(port);
        try {
            Path files = Files.createDirectory(directory.resolve("files"));
            Path script = Path.of(
                    TpmIT.class.getResource("/scripts/mqtt-with-tpm.lua").toURI());
            Outcome outcome = new Moongate(directory)
                    .run(chipAt(port), "", "lua", script.toString(), files.toString(), Integer.toString(Ports.free()));
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.text()).isEqualTo("fleet/device-7=signed in the chip\nbroker saw\tdevice-7\n");
        } finally {
            swtpm.destroyForcibly();
        }
    }

    @Test
    void a_device_tells_who_it_is_and_warns_when_its_chip_vanishes() throws Exception {
        int port = Ports.free();
        Process swtpm = swtpm(port);
        Path home = directory.resolve("home");
        try (RunningGateway gateway = new RunningGateway(chipAt(port), home)) {
            Outcome written = moongate("identity", "csr", "--home", home.toString(), "-o", "device.csr");
            assertThat(written.err() + written.text()).isEmpty();
            assertThat(written.exitCode()).isZero();
            assertThat(openssl("req", "-in", "device.csr", "-verify", "-noout", "-subject"))
                    .contains("OK", "CN = moongate-");
            Outcome printed = moongate("identity", "csr", "--home", home.toString());
            assertThat(printed.text()).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
            assertThat(moongate("identity", "--home", home.toString()).text())
                    .contains("key: TPM 2.0 at tcp:127.0.0.1:" + port);
            assertThat(health(home)).containsPattern("device keys +ok +TPM 2.0 at");

            swtpm.destroyForcibly().waitFor();
            assertThat(health(home)).containsPattern("device keys +warn +the TPM at .* does not answer");
            assertThat(gateway.output()).doesNotContain("Exception");
        } finally {
            swtpm.destroyForcibly();
        }
    }

    @Test
    void without_a_chip_health_says_that_software_is_no_tpm() throws Exception {
        Path home = directory.resolve("home");
        String none = "-Dmoongate.tpm.device=" + directory.resolve("no-chip");
        try (RunningGateway gateway = new RunningGateway(options(none), home)) {
            Outcome health = moongate("health", "--home", home.toString());
            assertThat(health.text()).containsPattern("device keys +warn +software, NOT a TPM");
            assertThat(health.exitCode()).isZero();
            assertThat(gateway.output()).contains("software, NOT a TPM");
        }
    }

    /** What a device profile does that demands a chip. */
    @Test
    void a_demanded_chip_that_is_missing_gives_no_keys_and_fails_the_health() throws Exception {
        Path home = directory.resolve("home");
        Path configuration = Files.createDirectories(home.resolve("etc")).resolve("io.moongate.tpm.cfg");
        Files.writeString(configuration, "required = true\ndevice = " + directory.resolve("no-chip") + "\n");
        Path app = Files.createDirectory(directory.resolve("app"));
        Files.writeString(app.resolve("index.lsp"), "<?lsp print(select(2, ba.tpm.createkey'k')) ?>");
        try (RunningGateway gateway = new RunningGateway(home, "--app", app + "=/")) {
            RunningGateway.await(
                    "the configuration is in force", () -> health(home).contains("there is no such device"));
            Outcome health = moongate("health", "--home", home.toString());
            assertThat(health.text()).containsPattern("device keys +fail +the TPM at .*: there is no such device");
            assertThat(health.exitCode()).isEqualTo(1);
            assertThat(gateway.get("/")).contains("tpmunavailable");
            Files.writeString(configuration, "required = false\ndevice = " + directory.resolve("no-chip") + "\n");
            RunningGateway.await("software keys", () -> health(home).contains("NOT a TPM"));
        }
    }

    @Test
    void openssl_talks_to_an_https_listener_whose_key_is_in_the_chip() throws Exception {
        int port = Ports.free();
        int https = Ports.free();
        Process swtpm = swtpm(port);
        Path app = Files.createDirectory(directory.resolve("app"));
        Files.copy(
                Path.of(TpmIT.class.getResource("/scripts/https-with-tpm.lua").toURI()), app.resolve(".preload"));
        Files.writeString(app.resolve("port.lua"), "return " + https);
        Files.writeString(app.resolve("index.lsp"), "<?lsp print'from the chip' ?>");
        try (RunningGateway gateway =
                new RunningGateway(chipAt(port), directory.resolve("home"), "--app", app + "=/")) {
            RunningGateway.await("the app", () -> gateway.get("/").contains("from the chip"));
            Path ca = app.resolve("ca.pem");
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(openssl(
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + https,
                                version,
                                "-CAfile",
                                ca.toString(),
                                "-verify_return_error",
                                "-servername",
                                "localhost"))
                        .contains("Verify return code: 0 (ok)");
            }
        } finally {
            swtpm.destroyForcibly();
        }
    }
}
