package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.tests.outside.Moongate.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a chip, used by the whole distribution. */
class TpmIT {

    @TempDir
    Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

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

    @Test
    void mosquitto_knows_a_client_by_its_key_in_the_chip() throws Exception {
        int port = freePort();
        Process swtpm = swtpm(port);
        try {
            Path files = Files.createDirectory(directory.resolve("files"));
            Path script = Path.of(
                    TpmIT.class.getResource("/scripts/mqtt-with-tpm.lua").toURI());
            Outcome outcome = new Moongate(directory)
                    .run(
                            Map.of("MOONGATE_JAVA_OPTS", "-Dmoongate.tpm.device=tcp:127.0.0.1:" + port),
                            "",
                            "lua",
                            script.toString(),
                            files.toString(),
                            Integer.toString(freePort()));
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.text()).isEqualTo("fleet/device-7=signed in the chip\nbroker saw\tdevice-7\n");
        } finally {
            swtpm.destroyForcibly();
        }
    }
}
