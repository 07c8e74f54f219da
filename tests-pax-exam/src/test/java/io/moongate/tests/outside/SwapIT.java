package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of a gateway as it is delivered are swapped while browsers use it. */
class SwapIT {

    private static final Path BUNDLES = Moongate.ROOT.resolve("runtime/distribution/target/moongate/bundles");
    private static final String PAGE = "<?lsp print(ba.json.encode{xml = ba.xmlrpc ~= nil, port = ba.serverport}) ?>";

    @TempDir
    Path directory;

    private Path home;
    private Path app;
    private int port;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        app = Files.createDirectory(directory.resolve("app"));
        Files.writeString(app.resolve("index.lsp"), PAGE);
        Files.writeString(app.resolve("tls.lsp"), "<?lsp print(ba.create.key() ~= nil) ?>");
        port = Ports.free();
        gateway = startAgain();
        RunningGateway.await("the app runs", () -> gateway.get("/").contains("xml"));
    }

    private RunningGateway startAgain() throws IOException {
        return new RunningGateway(home, "--http", "127.0.0.1:" + port, "--app", app + "=/");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_module_is_swapped_and_no_request_to_another_fails() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        Map<String, Integer> failures = Collections.synchronizedMap(new TreeMap<>());
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                String answer = gateway.get("/");
                if (answer.contains("\"xml\":true")) {
                    served.incrementAndGet();
                } else {
                    failures.merge(answer, 1, Integer::sum);
                }
            }
        });
        RunningGateway.await("requests are served", () -> served.get() > 20);
        for (int i = 1; i <= 3; i++) {
            int before = served.get();
            assertThat(swap("io.moongate.smtp", "1." + i + ".0")).contains("restarts nothing else");
            RunningGateway.await("requests go on", () -> served.get() > before + 20);
        }
        done.set(true);
        load.join();
        assertThat(failures).isEmpty();
        assertThat(shell("modules")).containsPattern("io.moongate.smtp +1.3.0");
    }

    /** What uses the classes of a swapped bundle must not go on with those of the distribution, now and after a restart. */
    @Test
    void a_bundle_that_others_use_is_swapped_with_force() throws Exception {
        assertThat(gateway.get("/tls.lsp")).contains("true");
        assertThat(swap("io.moongate.net", "1.1.0", "--force")).contains("also restarts", "io.moongate.tls");
        RunningGateway.await("pages again", () -> gateway.get("/tls.lsp").contains("true"));
        gateway.close();
        gateway = new RunningGateway(home, "--app", app + "=/");
        RunningGateway.await(
                "pages after a restart", () -> gateway.get("/tls.lsp").contains("true"));
        assertThat(shell("deployed")).containsPattern("io.moongate.net +1.1.0");
    }

    private String swap(String name, String version, String... options) throws IOException, InterruptedException {
        Path jar = variant(name, version);
        return shell("swap " + String.join(" ", options) + " " + jar);
    }

    private String shell(String command) throws IOException, InterruptedException {
        Moongate.Outcome outcome = new Moongate(directory).run("shell", "--home", home.toString(), command);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.text();
    }

    /** A bundle of the distribution that calls itself another version. */
    private Path variant(String name, String version) throws IOException {
        Path made = directory.resolve(name + "-" + version + ".jar");
        try (JarFile source = new JarFile(original(name).toFile())) {
            Manifest manifest = new Manifest(source.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (OutputStream file = Files.newOutputStream(made);
                    JarOutputStream jar = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(source.entries())) {
                    copy(source, entry, jar);
                }
            }
        }
        return made;
    }

    private static void copy(JarFile source, JarEntry entry, JarOutputStream jar) throws IOException {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            jar.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream in = source.getInputStream(entry)) {
                in.transferTo(jar);
            }
            jar.closeEntry();
        }
    }

    private static Path original(String name) throws IOException {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
