package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Scripts whose output existing code relies on: each must print, byte for byte, what is in its {@code .expected}. */
class ConformanceIT {

    private static final Path CASES = Moongate.ROOT.resolve("tests-pax-exam/src/test/resources/conformance");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return Files.walk(CASES)
                .filter(file -> file.toString().endsWith(".lua") && Files.exists(expected(file)))
                .sorted()
                .map(file -> DynamicTest.dynamicTest(CASES.relativize(file).toString(), () -> run(file)));
    }

    private static Path expected(Path script) {
        return script.resolveSibling(script.getFileName().toString().replaceFirst("lua$", "expected"));
    }

    private void run(Path script) throws IOException, InterruptedException {
        Path empty = Files.createTempDirectory(directory, "case");
        String globals = "CASE_PORT=" + freePort() + "; CASE_TMP='" + empty + "/'";
        Moongate.Outcome outcome = new Moongate(script.getParent()).run("lua", "-e", globals, script.toString());
        assertThat(new String(outcome.out(), StandardCharsets.ISO_8859_1))
                .as(outcome.err())
                .isEqualTo(Files.readString(expected(script), StandardCharsets.ISO_8859_1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
