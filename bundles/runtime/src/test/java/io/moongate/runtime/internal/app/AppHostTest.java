package io.moongate.runtime.internal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.AppStatus.State;
import io.moongate.runtime.internal.RuntimeVms;
import io.moongate.runtime.internal.trace.TraceBuffer;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoFormat;
import io.moongate.runtime.io.MemoryIo;
import io.moongate.runtime.store.DurableFile;
import io.moongate.runtime.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppHostTest {

    @TempDir
    Path home;

    private final RuntimeVms vms = new RuntimeVms();
    private final TraceBuffer trace = new TraceBuffer();
    private final List<AppExtension> extensions = new CopyOnWriteArrayList<>();
    private AppHost host;

    @BeforeEach
    void start() {
        host = new AppHost(
                vms,
                trace,
                new AppStore(home, new Opener(List.of(new UnpackedZip()))),
                new AppLedger(new DurableFile(home.resolve("state/apps"), AppLedger.LONGEST)),
                extensions);
        host.begin();
    }

    @AfterEach
    void stop() {
        host.close();
        vms.close();
    }

    private void restartGateway() {
        host.close();
        start();
    }

    private void write(String file, String content) throws IOException {
        Path path = home.resolve("apps").resolve(file);
        Files.createDirectories(path.getParent());
        Path temporary = path.resolveSibling(".tmp-" + path.getFileName());
        Files.writeString(temporary, content);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stands in for the bundle that knows zip files. */
    private static final class UnpackedZip implements IoFormat {
        @Override
        public String name() {
            return "zip";
        }

        @Override
        public Optional<Io> mount(Io io, String name) throws IoException {
            Io memory = new MemoryIo(1 << 20);
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(io.readAll(name, 1 << 20)))) {
                int entries = 0;
                for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry(), entries++) {
                    byte[] content = zip.readAllBytes();
                    try (IoFile file = memory.open(e.getName(), Io.Mode.WRITE)) {
                        file.write(content, 0, content.length);
                    }
                }
                return entries == 0 ? Optional.empty() : Optional.of(memory);
            } catch (IOException e) {
                throw new IoException(IoException.IO_ERROR, e.toString());
            }
        }
    }

    private AppStatus status(String app) {
        return host.list().stream()
                .filter(s -> s.name().equals(app))
                .findFirst()
                .orElse(null);
    }

    private AppStatus awaitState(String app, State state) {
        Await.until(() -> status(app) != null && status(app).state() == state, host::list);
        return status(app);
    }

    private String traced() {
        return trace.recent().stream().map(TraceEntry::message).collect(Collectors.joining());
    }

    private static byte[] zip(String file, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(file));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void an_app_dropped_into_the_directory_runs_with_its_modules() throws IOException {
        write("one/.lua/greeter.lua", "return { text = 'hello from a module' }");
        write("one/.preload", "print(require'greeter'.text)");
        awaitState("one", State.RUNNING);
        assertThat(traced()).contains("hello from a module");
        assertThat(status("one").mount()).contains("/one");
    }

    @Test
    void a_broken_app_names_file_and_line_is_disabled_and_takes_nobody_down() throws IOException {
        write("good/.preload", "print'good runs'");
        write("bad/.preload", "local a = 1\nlocal b = = 2\n");
        assertThat(awaitState("bad", State.DISABLED).reason().orElseThrow()).contains("bad/.preload:2:");
        awaitState("good", State.RUNNING);
        restartGateway();
        assertThat(awaitState("bad", State.DISABLED).reason().orElseThrow()).contains("bad/.preload:2:");
        write("bad/.preload", "print'repaired'");
        awaitState("bad", State.RUNNING);
    }

    @Test
    void a_changed_file_starts_the_app_anew() throws IOException {
        write("one/.preload", "print'first' function onunload() print'unloaded' end");
        awaitState("one", State.RUNNING);
        write("one/.preload", "print'second start'");
        Await.until(() -> traced().contains("second start"), this::traced);
        assertThat(traced()).contains("unloaded");
    }

    @Test
    void a_stopped_app_stays_stopped_after_a_restart() throws IOException {
        write("one/.preload", "");
        awaitState("one", State.RUNNING);
        host.stop("one");
        restartGateway();
        awaitState("one", State.STOPPED);
        host.start("one");
        awaitState("one", State.RUNNING);
    }

    @Test
    void a_zip_is_deployed_replaced_and_undeployed() throws IOException {
        host.deploy("z", new ByteArrayInputStream(zip(".preload", "print'zip one'")));
        awaitState("z", State.RUNNING);
        host.deploy("z", new ByteArrayInputStream(zip(".preload", "print'the second zip'")));
        Await.until(() -> traced().contains("the second zip"), this::traced);
        host.undeploy("z");
        assertThat(host.list()).isEmpty();
        restartGateway();
        assertThat(host.list()).isEmpty();
    }

    @Test
    void what_is_no_zip_is_refused_and_the_old_app_stays() throws IOException {
        host.deploy("z", new ByteArrayInputStream(zip(".preload", "print'zip one'")));
        assertThatThrownBy(() -> host.deploy("z", new ByteArrayInputStream(new byte[100])))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> host.deploy("../z", new ByteArrayInputStream(new byte[100])))
                .hasMessageContaining("'../z' is no name for an app");
        awaitState("z", State.RUNNING);
    }

    @Test
    void extensions_follow_the_life_of_an_app() throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        extensions.add(new AppExtension() {
            @Override
            public void starting(App app) {
                log.add("starting " + app.name());
                app.environment().set("extra", "from the extension");
            }

            @Override
            public void started(App app) {
                log.add("started " + app.name());
            }

            @Override
            public void stopped(App app) {
                log.add("stopped " + app.name());
            }
        });
        write("one/.preload", "print(extra)");
        awaitState("one", State.RUNNING);
        host.undeploy("one");
        assertThat(log).containsExactly("starting one", "started one", "stopped one");
        assertThat(traced()).contains("from the extension");
    }

    @Test
    void a_manifest_with_an_unknown_grant_says_what_is_expected() throws IOException {
        write("one/.manifest", "grants = everything");
        assertThat(awaitState("one", State.DISABLED).reason().orElseThrow())
                .contains(".manifest: unknown grant 'everything', expected one of [PROCESS, DISK");
    }

    @Test
    void an_app_given_for_this_run_is_not_there_at_the_next(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve(".preload"), "print'in place'");
        host.deployInPlace("here", elsewhere, Optional.of("/"));
        awaitState("here", State.RUNNING);
        restartGateway();
        assertThat(host.list()).isEmpty();
        assertThat(elsewhere.resolve(".preload")).exists();
    }

    @Test
    void an_app_run_in_place_may_do_all_that_its_manifest_does_not_deny(@TempDir Path elsewhere) throws IOException {
        Path trusted = Files.createDirectory(elsewhere.resolve("trusted"));
        Path humble = Files.createDirectory(elsewhere.resolve("humble"));
        Files.writeString(humble.resolve(".manifest"), "grants = network");
        host.deployInPlace("trusted", trusted, Optional.of("/"));
        host.deployInPlace("humble", humble, Optional.of("/humble"));
        write("deployed/.preload", "");
        assertThat(grantsOf("trusted")).isEqualTo(Grants.all());
        assertThat(grantsOf("humble")).isEqualTo(Grants.of(Grant.NETWORK));
        assertThat(grantsOf("deployed")).isEqualTo(Grants.of(Grant.NETWORK, Grant.TPM));
    }

    @Test
    void the_start_is_over_when_every_app_was_tried_with_or_without_success() throws IOException {
        write("bad/.preload", "error'no'");
        write("good/.preload", "");
        restartGateway();
        Await.until(() -> !host.isStarting(), host::list);
        assertThat(status("bad").state()).isIn(State.FAILED, State.DISABLED);
        assertThat(status("good").state()).isEqualTo(State.RUNNING);
    }

    private Grants grantsOf(String app) {
        awaitState(app, State.RUNNING);
        return host.running(app).orElseThrow().manifest().grants();
    }

    @Test
    void redeploys_leave_no_thread_behind() throws IOException {
        redeploy(20);
    }

    @Test
    @Tag("nightly")
    void thousand_redeploys_half_of_them_broken_leave_heap_and_threads_flat() throws IOException {
        redeploy(100);
        long before = usedHeap();
        redeploy(1000);
        assertThat(usedHeap()).isLessThan(before + (8 << 20));
    }

    private void redeploy(int times) throws IOException {
        write("one/.preload", "");
        awaitState("one", State.RUNNING);
        int threads = Thread.activeCount();
        for (int i = 0; i < times; i++) {
            write("one/.preload", i % 2 == 0 ? "error'broken " + i + "'" : "print'whole " + i + "'");
            host.restart("one");
            awaitState("one", i % 2 == 0 ? State.FAILED : State.RUNNING);
        }
        Await.until(
                () -> Thread.activeCount() <= threads,
                () -> Thread.getAllStackTraces().keySet());
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
