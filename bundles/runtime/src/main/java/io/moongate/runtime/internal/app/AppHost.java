package io.moongate.runtime.internal.app;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.Trace;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import io.moongate.runtime.app.AppManifest;
import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.AppStatus.State;
import io.moongate.runtime.app.Apps;
import io.moongate.runtime.io.Io;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys, starts, watches and stops apps. All changes happen on one thread, one after the other; a failing app never
 * keeps another from starting.
 */
final class AppHost implements Apps, AutoCloseable {

    /** After so many failed starts of the same files an app is disabled. */
    static final int MOST_FAILURES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(AppHost.class);
    private static final long FIRST_RETRY_MILLIS = 1000;
    private static final long SCAN_MILLIS = 1000;
    private static final long STOP_SECONDS = 10;

    private final LuaVms vms;
    private final TraceLog traceLog;
    private final AppStore store;
    private final AppLedger ledger;
    private final List<AppExtension> extensions;
    private final Map<String, AppEntry> entries = new ConcurrentHashMap<>();
    private volatile boolean starting = true;
    private boolean scanned;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("apps").daemon().factory());

    /** @param extensions follows the services that there are; safe to read from any thread */
    AppHost(LuaVms vms, TraceLog traceLog, AppStore store, AppLedger ledger, List<AppExtension> extensions) {
        this.vms = vms;
        this.traceLog = traceLog;
        this.store = store;
        this.ledger = ledger;
        this.extensions = extensions;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Starts what is deployed and follows the files from now on. */
    void begin() {
        thread.scheduleWithFixedDelay(this::scan, 0, SCAN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void scan() {
        try {
            Map<String, AppSource> present = new LinkedHashMap<>();
            store.list().forEach(source -> present.put(source.name(), source));
            removeMissing(present);
            present.values().stream()
                    .sorted(Comparator.comparing(AppSource::name))
                    .forEach(this::addIfNew);
            entries.values().forEach(this::restartIfChanged);
        } catch (IOException | RuntimeException e) {
            LOG.error("cannot look for apps in {}", store, e);
        }
        scanned = true;
        noteFirstStarts();
    }

    /** The first round is over when every app that was found has been tried. */
    private void noteFirstStarts() {
        starting = starting && !(scanned && entries.values().stream().noneMatch(AppEntry::isStarting));
    }

    private void removeMissing(Map<String, AppSource> present) {
        for (AppEntry entry : List.copyOf(entries.values())) {
            AppSource source = present.get(entry.name());
            if (!entry.source().inPlace() && !entry.source().equals(source)) {
                stopNow(entry, State.STOPPED, null);
                entries.remove(entry.name());
                LOG.info("app {}: removed", entry.name());
            }
        }
    }

    private void addIfNew(AppSource source) {
        if (!entries.containsKey(source.name())) {
            add(source);
        }
    }

    private AppEntry add(AppSource source) {
        AppEntry entry = new AppEntry(source);
        entries.put(source.name(), entry);
        if (!ledger.isStopped(source.name())) {
            startUnlessDisabled(entry);
        }
        return entry;
    }

    private void restartIfChanged(AppEntry entry) {
        if (entry.hasChanged() && !ledger.isStopped(entry.name())) {
            LOG.info("app {}: files changed, starting anew", entry.name());
            stopNow(entry, State.STOPPED, null);
            startUnlessDisabled(entry);
        }
    }

    private void startUnlessDisabled(AppEntry entry) {
        int failures = ledger.failures(entry.name(), entry.fingerprint());
        if (failures >= MOST_FAILURES) {
            disable(entry, failures, ledger.reason(entry.name()));
        } else {
            startNow(entry);
        }
    }

    private void startNow(AppEntry entry) {
        entry.become(State.STARTING, null);
        try {
            ledger.starting(entry.name(), entry.fingerprint());
            RunningApp app = open(entry.source());
            entry.run(app);
            app.start().whenComplete((results, error) -> thread.execute(() -> started(entry, app, error)));
        } catch (IOException | RuntimeException e) {
            failed(entry, e.getMessage());
        }
    }

    private RunningApp open(AppSource source) throws IOException {
        Io io = store.open(source);
        AppManifest manifest = ManifestReader.read(io, source);
        Trace trace = traceLog.of(source.name());
        LuaVm vm = vms.create(VmOptions.named(source.name(), manifest.grants(), trace)
                .withIos(Map.of("vm", io, "home", store.dataOf(source.name()))));
        return new RunningApp(source.name(), manifest, vm, io, extensions);
    }

    private void started(AppEntry entry, RunningApp app, @Nullable Throwable error) {
        if (entry.running().orElse(null) != app) {
            return;
        }
        if (error != null) {
            stopNow(entry, State.FAILED, null);
            failed(entry, reasonOf(error));
            noteFirstStarts();
            return;
        }
        entry.become(State.RUNNING, null);
        noteFirstStarts();
        record(entry, () -> ledger.forgive(entry.name()));
        LOG.info(
                "app {}: running{}",
                entry.name(),
                app.manifest().mount().map(m -> " at " + m).orElse(""));
    }

    private void failed(AppEntry entry, String reason) {
        traceLog.of(entry.name())
                .write(
                        0,
                        ("app " + entry.name() + " did not start: " + reason + "\n").getBytes(StandardCharsets.UTF_8));
        record(entry, () -> ledger.failed(entry.name(), reason));
        int failures = Math.max(1, ledger.failures(entry.name(), entry.fingerprint()));
        if (failures >= MOST_FAILURES) {
            disable(entry, failures, reason);
        } else {
            entry.become(State.FAILED, reason);
            thread.schedule(() -> retry(entry), FIRST_RETRY_MILLIS << (failures - 1), TimeUnit.MILLISECONDS);
        }
    }

    private void retry(AppEntry entry) {
        if (entry.state() == State.FAILED && entries.get(entry.name()) == entry) {
            startNow(entry);
        }
    }

    private void disable(AppEntry entry, int failures, String reason) {
        entry.become(State.DISABLED, reason);
        LOG.error(
                "app {}: disabled after {} failed starts: {}. Change its files or start it from the shell to try again",
                entry.name(),
                failures,
                reason);
    }

    private static String reasonOf(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null && !(cause instanceof LuaError)) {
            cause = cause.getCause();
        }
        return cause instanceof LuaError || cause.getMessage() != null
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }

    private void stopNow(AppEntry entry, State state, @Nullable String reason) {
        entry.running().ifPresent(app -> {
            entry.run(null);
            awaitStop(app);
        });
        entry.become(state, reason);
    }

    private static void awaitStop(RunningApp app) {
        try {
            app.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("app {}: did not stop cleanly: {}", app.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(AppEntry entry, LedgerWrite write) {
        try {
            write.run();
        } catch (IOException e) {
            LOG.error("app {}: its state cannot be kept: {}", entry.name(), e.getMessage());
        }
    }

    @FunctionalInterface
    private interface LedgerWrite {
        void run() throws IOException;
    }

    @Override
    public List<AppStatus> list() {
        return entries.values().stream()
                .map(AppEntry::status)
                .sorted(Comparator.comparing(AppStatus::name))
                .toList();
    }

    @Override
    public boolean isStarting() {
        return starting;
    }

    @Override
    public Optional<App> running(String name) {
        AppEntry entry = entries.get(name);
        return entry == null || entry.state() != State.RUNNING
                ? Optional.empty()
                : entry.running().map(app -> app);
    }

    @Override
    public void deploy(String name, InputStream zip) throws IOException {
        AppStore.checkName(name);
        store.save(name, zip);
        inTurn(() -> {
            scan();
            return null;
        });
    }

    @Override
    public void deployInPlace(String name, Path source, Optional<String> mount) {
        AppSource app = new AppSource(name, source, mount, true);
        thread.execute(() -> {
            AppEntry old = entries.get(name);
            if (old != null) {
                stopNow(old, State.STOPPED, null);
            }
            AppEntry entry = new AppEntry(app);
            entries.put(name, entry);
            record(entry, () -> ledger.forget(name));
            startNow(entry);
        });
    }

    @Override
    public void undeploy(String name) throws IOException {
        inTurn(() -> {
            AppEntry entry = entry(name);
            store.delete(entry.source());
            stopNow(entry, State.STOPPED, null);
            entries.remove(name);
            ledger.forget(name);
            return null;
        });
    }

    @Override
    public void start(String name) throws IOException {
        inTurn(() -> {
            AppEntry entry = entry(name);
            ledger.forget(name);
            if (entry.running().isEmpty()) {
                startNow(entry);
            }
            return null;
        });
    }

    @Override
    public void stop(String name) throws IOException {
        inTurn(() -> {
            AppEntry entry = entry(name);
            ledger.setStopped(name, true);
            stopNow(entry, State.STOPPED, null);
            return null;
        });
    }

    @Override
    public void restart(String name) throws IOException {
        inTurn(() -> {
            AppEntry entry = entry(name);
            ledger.forget(name);
            stopNow(entry, State.STOPPED, null);
            startNow(entry);
            return null;
        });
    }

    /** Tells every running app of an extension that came. */
    void join(AppExtension extension) {
        entries.values().forEach(entry -> entry.running().ifPresent(app -> app.join(extension)));
    }

    /** Tells every running app of an extension that goes. */
    void leave(AppExtension extension) {
        entries.values().forEach(entry -> entry.running().ifPresent(app -> app.leave(extension)));
    }

    private AppEntry entry(String name) throws IOException {
        AppEntry entry = entries.get(name);
        if (entry == null) {
            throw new IOException("there is no app '" + name + "'; there are " + entries.keySet());
        }
        return entry;
    }

    private <T> T inTurn(Callable<T> change) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        thread.execute(() -> complete(done, change));
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static <T> void complete(CompletableFuture<T> done, Callable<T> change) {
        try {
            done.complete(change.call());
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    /** Stops all apps side by side; idempotent. */
    @Override
    public void close() {
        awaitWrites();
        List<RunningApp> running = entries.values().stream()
                .flatMap(entry -> entry.running().stream())
                .toList();
        entries.clear();
        running.stream().map(RunningApp::stop).toList().forEach(AppHost::awaitQuietly);
    }

    /** What is being written is written whole: an interrupt would close its file. */
    private void awaitWrites() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CompletionStage<?> stage) {
        stage.toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(error -> null)
                .join();
    }
}
