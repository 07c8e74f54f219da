package io.moongate.debug.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.Dialer;
import io.moongate.net.NetException;
import io.moongate.net.NetLoops;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.app.Apps;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Varargs;

/** The functions of {@code ldbgmon} in one VM, which has one debugger at a time. Used on the VM's thread unless said otherwise. */
final class DebugLibrary {

    private static final long RETRY_MILLIS = 1000;
    private static final int DIAL_MILLIS = 3000;

    private final LuaVm vm;
    private final NetLoops loops;
    private final Supplier<Optional<Apps>> apps;
    private final Supplier<Optional<TraceLog>> trace;
    private final Object lock = new Object();

    // Guarded by lock.
    private @Nullable Session session;
    private @Nullable DebugPort port;
    private boolean withdrawn;
    /** Changes with each connect and close: what an earlier one began to do again and again ends. */
    private int generation;

    DebugLibrary(LuaVm vm, NetLoops loops, Supplier<Optional<Apps>> apps, Supplier<Optional<TraceLog>> trace) {
        this.vm = vm;
        this.loops = loops;
        this.apps = apps;
        this.trace = trace;
    }

    LuaLibrary library() {
        return LuaLibrary.required("ldbgmon")
                .function("connect", this::connect)
                .function("close", args -> Result.of(close()))
                .function(
                        "pause", args -> Result.of(live().map(Session::suspend).orElse(false)))
                .function(
                        "resume", args -> Result.of(live().map(Session::resume).orElse(false)));
    }

    private Optional<Session> live() {
        synchronized (lock) {
            return Optional.ofNullable(session).filter(Session::isOpen);
        }
    }

    private Varargs connect(Args args) {
        vm.grants().demand(Grant.DEBUG);
        ConnectOptions options = ConnectOptions.of(args);
        if (live().isPresent()) {
            return Result.of(true);
        }
        close();
        return (options.client() ? dial(options) : listen(options))
                ? Result.of(true)
                : Result.fail(NetException.CANNOT_CONNECT);
    }

    private boolean dial(ConnectOptions options) {
        for (int attempt = 0; attempt <= options.retry(); attempt++) {
            if (attempt > 0) {
                vm.sleep(RETRY_MILLIS);
            }
            Optional<ChannelStream> stream = vm.await(connection(options));
            if (stream.isPresent() && converse(stream.get(), options)) {
                return true;
            }
        }
        return false;
    }

    /** A connection to the debugger; empty when there is none to be had. */
    private CompletableFuture<Optional<ChannelStream>> connection(ConnectOptions options) {
        return new Dialer(loops)
                .connect(new Dialer.Target(options.host(), options.port(), false, options.intf(), DIAL_MILLIS))
                .thenApply(Optional::of)
                .exceptionally(error -> Optional.empty());
    }

    private boolean converse(ChannelStream stream, ConnectOptions options) {
        try (var _ = vm.hold()) {
            return begin(stream, options);
        }
    }

    private boolean listen(ConnectOptions options) {
        try (var _ = vm.hold()) {
            Optional<DebugPort> opened = vm.await(
                    DebugPort.open(loops, options).thenApply(Optional::of).exceptionally(error -> Optional.empty()));
            return opened.isPresent() && keep(opened.get()) && accept(opened.get(), options);
        }
    }

    /** @return false when the module has been withdrawn meanwhile */
    private boolean keep(DebugPort opened) {
        synchronized (lock) {
            port = opened;
            if (withdrawn) {
                opened.close();
            }
            return !withdrawn;
        }
    }

    /** Waits for a debugger that means it: whoever connects and talks nonsense is sent away. */
    private boolean accept(DebugPort listening, ConnectOptions options) {
        while (true) {
            Optional<ChannelStream> stream = vm.await(listening.next());
            if (stream.isEmpty()) {
                return false;
            }
            if (begin(stream.get(), options)) {
                if (!options.reconnect()) {
                    listening.close();
                }
                return true;
            }
        }
    }

    /** Talks with a debugger until it is ready to debug. */
    private boolean begin(ChannelStream stream, ConnectOptions options) {
        Session made = session(stream, options, Optional.of(vm.current()));
        boolean ready = vm.await(made.ready());
        if (ready) {
            made.debuggee().attach(vm.current(), made.stopsOnEntry());
        }
        return ready;
    }

    /** @param main the strand that lets the debugger in */
    private Session session(ChannelStream stream, ConnectOptions options, Optional<Strand> main) {
        Session made = new Session(vm, options, () -> restart(options), trace.get());
        main.ifPresent(strand -> made.threads().of(strand.coroutine()));
        int current;
        synchronized (lock) {
            session = made;
            current = ++generation;
        }
        made.open(stream);
        if (options.reconnect()) {
            made.ready().thenCombine(made.ended(), (ready, ended) -> ready).thenAccept(ready -> {
                if (ready) {
                    reopen(options, current);
                }
            });
        }
        return made;
    }

    /** Lets the next debugger in, while the VM runs. From any thread. */
    private void reopen(ConnectOptions options, int expected) {
        DebugPort listening;
        synchronized (lock) {
            if (withdrawn || generation != expected || vm.isClosed()) {
                return;
            }
            listening = port;
        }
        CompletableFuture<Optional<ChannelStream>> next = options.client()
                ? later().thenCompose(ignored -> connection(options))
                : listening == null ? CompletableFuture.completedFuture(Optional.empty()) : listening.next();
        next.thenAccept(stream -> {
            if (stream.isPresent()) {
                readmit(stream.get(), options, expected);
            } else if (options.client()) {
                reopen(options, expected);
            }
        });
    }

    private void readmit(ChannelStream stream, ConnectOptions options, int expected) {
        synchronized (lock) {
            if (withdrawn || generation != expected) {
                stream.close();
                return;
            }
        }
        Session made = session(stream, options, Optional.empty());
        made.ready().thenAccept(ready -> {
            if (ready) {
                made.debuggee().attachLater(made.stopsOnEntry());
            } else {
                reopen(options, expected + 1);
            }
        });
    }

    private static CompletableFuture<@Nullable Void> later() {
        return new CompletableFuture<@Nullable Void>().completeOnTimeout(null, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The app with its new sources; its code connects again. From any thread. */
    private void restart(ConnectOptions options) {
        if (options.restartOnChange()) {
            apps.get()
                    .filter(service -> service.running(vm.name()).isPresent())
                    .ifPresent(service ->
                            Thread.ofVirtual().name("restart-" + vm.name()).start(() -> restart(service)));
        }
    }

    private void restart(Apps service) {
        close();
        try {
            service.restart(vm.name());
        } catch (IOException e) {
            vm.report("restart by the debugger", e);
        }
    }

    /** From any thread. @return whether there was a debugger */
    private boolean close() {
        Session current;
        DebugPort listening;
        synchronized (lock) {
            current = session;
            listening = port;
            session = null;
            port = null;
            generation++;
        }
        if (listening != null) {
            listening.close();
        }
        return current != null && current.end();
    }

    /** The module goes. From any thread. */
    void withdraw() {
        synchronized (lock) {
            withdrawn = true;
        }
        close();
    }
}
