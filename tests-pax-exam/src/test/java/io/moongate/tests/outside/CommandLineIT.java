package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.tests.outside.Moongate.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person meets who mistypes, lacks something or starts things twice: one line that says it, and the exit code. */
class CommandLineIT {

    @TempDir
    Path directory;

    private Outcome run(String... args) throws IOException, InterruptedException {
        return new Moongate(directory).run(args);
    }

    private static void assertOneLine(Outcome outcome, int exitCode, String words) {
        assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        assertThat(outcome.err()).contains(words).doesNotContain("Exception");
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "start --frobnicate",
                "start --home",
                "start --http 8080",
                "start --http 127.0.0.1:99999",
                "start --app no-such-directory",
                "start --feature no-such-feature",
                "start --profile no-such-profile",
                "shell --frobnicate",
                "health --frobnicate",
                "health --home",
                "identity --frobnicate",
                "identity csr -o",
                "identity nothing",
                "bench no-such-benchmark",
                "lua --frobnicate",
                "lua -e"
            })
    void wrong_usage(String args) throws Exception {
        String[] words = args.split(" ");
        assertOneLine(run(words), 2, words[words.length - 1]);
    }

    @Test
    void help_and_version() throws Exception {
        assertThat(run("help").text()).contains("start", "lua", "shell", "health", "identity", "test", "bench");
        assertThat(run("--version").text()).matches("moongate \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void no_jdk_25_says_what_was_found(@TempDir Path jdks) throws Exception {
        Path fake = Files.createDirectories(jdks.resolve("bin"));
        Files.writeString(jdks.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.createFile(
                fake.resolve("java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Outcome outcome = new Moongate(directory)
                .run(Map.of("JAVA_HOME", jdks.toString(), "MOONGATE_JDKS", jdks.toString()), "", "lua", "-v");
        assertOneLine(outcome, 1, "needs JDK 25, found 17.0.1");
    }

    @Test
    void a_home_that_cannot_be_used() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertOneLine(run("start", "--home", file.toString()), 1, "cannot use home " + file);
        assertOneLine(run("start", "--home", "/proc/moongate"), 1, "cannot use home /proc/moongate");
        assertOneLine(run("shell", "--home", directory.toString(), "vms"), 1, "no gateway runs on home");
    }

    @Test
    void a_gateway_from_first_start_to_clean_stop() throws Exception {
        Path home = directory.resolve("home");
        Path app = Files.createDirectories(directory.resolve("app"));
        Files.writeString(app.resolve("index.lsp"), "<?lsp= 6 * 7 ?>");
        String password;
        try (RunningGateway gateway = new RunningGateway(home, "--app", app + "=/")) {
            RunningGateway.await("the page", () -> gateway.get("/").contains("42"));
            password = gateway.output().replaceFirst("(?s).*password (\\S+).*", "$1");
            assertThat(password).hasSize(20);

            assertOneLine(run("start", "--home", home.toString(), "--http", "127.0.0.1:0"), 1, "another gateway");
            assertThat(run("shell", "--home", home.toString(), "moongate:vms").text())
                    .contains("app");
            assertThat(run("shell", "--home", home.toString(), "modules").text())
                    .contains("ba.timer", "io.moongate.runtime");
            assertThat(run("shell", "--home", home.toString(), "apps").text()).contains("running");
            assertOneLine(run("shell", "--home", home.toString(), "no-such-command"), 1, "no-such-command");
            assertOneLine(run("shell", "--home", home.toString(), "swap", "none.jar"), 1, "none.jar");

            assertThat(gateway.interrupt()).isZero();
            assertThat(gateway.output()).endsWith("stopped\n");
        }
        try (RunningGateway again = new RunningGateway(home)) {
            assertThat(again.output()).doesNotContain("password");
            assertThat(Files.readString(home.resolve("state/accounts"))).doesNotContain(password);
        }
    }

    @Test
    void a_port_that_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = run(
                    "start",
                    "--home",
                    directory.resolve("home").toString(),
                    "--http",
                    "127.0.0.1:" + taken.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err().lines().filter(line -> !line.contains("NOT a TPM")))
                    .containsExactly("moongate: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use");
        }
    }

    @Test
    void a_broken_app_names_file_and_line_and_leaves_the_others_alone() throws Exception {
        Path broken = Files.createDirectories(directory.resolve("broken"));
        Files.writeString(broken.resolve(".preload"), "local x = 1\nx = = 2\n");
        Path good = Files.createDirectories(directory.resolve("good"));
        Files.writeString(good.resolve("index.lsp"), "<?lsp= 'fine' ?>");
        Path home = directory.resolve("home");
        try (RunningGateway gateway = new RunningGateway(home, "--app", broken + "=/broken", "--app", good + "=/")) {
            RunningGateway.await("the good app", () -> gateway.get("/").contains("fine"));
            RunningGateway.await("the broken app is disabled", () -> apps(home).contains("disabled"));
            assertThat(apps(home)).contains(".preload:2:");
            assertThat(gateway.get("/")).contains("fine");
        }
    }

    private String apps(Path home) {
        try {
            return run("shell", "--home", home.toString(), "apps").text();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
