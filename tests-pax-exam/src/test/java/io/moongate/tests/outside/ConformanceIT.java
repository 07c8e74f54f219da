package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Scripts whose output existing code relies on: each must print, byte for byte, what is in its {@code .expected}. */
class ConformanceIT {

    private static final Path CASES = Moongate.ROOT.resolve("tests-pax-exam/src/test/resources/conformance");

    private static final Path DIFFERENCES = Moongate.ROOT.resolve("tests-pax-exam/src/test/resources/differences");

    private static final long LIMIT_SECONDS = 120;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    @TestFactory
    Stream<DynamicTest> scripts_that_need_no_network() throws IOException {
        return scripts("data");
    }

    /** Their timing wants a machine of their own; each bundle runs its own of them in its fast tests too. */
    @TestFactory
    @Tag("nightly")
    Stream<DynamicTest> scripts_that_need_a_network() throws IOException {
        return Stream.concat(scripts("net"), scripts("web"));
    }

    private Stream<DynamicTest> scripts(String part) throws IOException {
        return Files.walk(CASES.resolve(part))
                .filter(file -> file.toString().endsWith(".lua") && Files.exists(expected(file)))
                .sorted()
                .map(file -> DynamicTest.dynamicTest(CASES.relativize(file).toString(), () -> run(file)));
    }

    /** An app each, served by a gateway of its own, and what came back for a list of requests. */
    @TestFactory
    @Tag("nightly")
    Stream<DynamicTest> pages() throws IOException {
        return Files.walk(CASES)
                .filter(file -> file.getFileName().toString().equals("steps.txt"))
                .map(Path::getParent)
                .sorted()
                .map(page -> DynamicTest.dynamicTest(CASES.relativize(page).toString(), () -> replay(page)));
    }

    private void replay(Path page) throws IOException, InterruptedException {
        String start = Moongate.ROOT.resolve("moongate")
                + " start --home {tmp}/home --http 127.0.0.1:{port} --https 127.0.0.1:{sslport} --app {app}=/";
        Path out = Files.createTempFile(directory, "page", ".out");
        ProcessBuilder builder = new ProcessBuilder(
                        CASES.resolve("web/run-web-case.sh").toString(), start, page.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("MOONGATE_NO_BUILD", "1");
        Process process = builder.start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).isEqualTo(Files.readString(wanted(page.resolve("expected.txt"))));
    }

    private static Path expected(Path script) {
        return script.resolveSibling(script.getFileName().toString().replaceFirst("lua$", "expected"));
    }

    /** What a case must print: what was recorded, or what is right where {@code differences} says that this was wrong. */
    private static Path wanted(Path recorded) {
        Path right = DIFFERENCES.resolve(CASES.relativize(recorded));
        return Files.exists(right) ? right : recorded;
    }

    private void run(Path script) throws IOException, InterruptedException {
        Path empty = Files.createTempDirectory(directory, "case");
        String globals = "CASE_PORT=" + Ports.free() + "; CASE_TMP='" + empty + "/'";
        Moongate.Outcome outcome = new Moongate(script.getParent()).run("lua", "-e", globals, script.toString());
        assertThat(new String(outcome.out(), StandardCharsets.ISO_8859_1))
                .as(outcome.err())
                .isEqualTo(Files.readString(wanted(expected(script)), StandardCharsets.ISO_8859_1));
    }
}
