package io.moongate.runtime.internal;

import io.moongate.lua.LuaKilled;
import io.moongate.lua.LuaState;
import io.moongate.lua.TracedError;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Strand;
import io.moongate.runtime.Trace;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.io.Io;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A VM: a Lua state, the thread that runs it and a queue of what is ready to run. */
final class Vm implements LuaVm {

    private static final Logger LOG = LoggerFactory.getLogger(Vm.class);
    /** Room for Lua's call depth; only touched pages count. */
    private static final long STACK_BYTES = 64L << 20;
    /** How long a strand gets to unwind when its VM closes. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final VmOptions options;
    private final LuaState state;
    private final VmModules modules;
    private final Consumer<Vm> onClosed;
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final Set<FiberStrand> strands = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;
    private @Nullable FiberStrand running;

    Vm(VmOptions options, Cleaner cleaner, Consumer<Vm> onClosed) {
        this.options = options;
        this.onClosed = onClosed;
        this.state = new LuaState(options.limits(), new GrantedPlatform(options.platform(), this), options.fibers());
        this.modules = new VmModules(this, cleaner);
        this.thread = new Thread(null, this::loop, "vm-" + options.name(), STACK_BYTES);
        thread.setDaemon(true);
        RequireSearcher.install(this);
    }

    void start() {
        thread.start();
    }

    VmModules modules() {
        return modules;
    }

    private void loop() {
        while (!closed || !strands.isEmpty()) {
            Runnable task = ready.poll();
            if (task == null) {
                idle();
            } else {
                run(task);
            }
        }
    }

    private void idle() {
        idle = true;
        if (ready.isEmpty() && !(closed && strands.isEmpty())) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            reportDefect("a task", e);
        }
    }

    /** Runs {@code task}, which must not wait, on this VM's thread while no strand runs. */
    void execute(Runnable task) {
        ready.add(task);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    void enqueue(FiberStrand strand) {
        execute(() -> resume(strand));
    }

    private void resume(FiberStrand strand) {
        FiberStrand outer = running;
        running = strand;
        try {
            if (strand.resume()) {
                strands.remove(strand);
            }
        } finally {
            running = outer;
        }
    }

    @Override
    public Strand spawn(String name, Supplier<Varargs> body) {
        FiberStrand strand = add(name, body);
        enqueue(strand);
        return strand;
    }

    @Override
    public Strand start(String name, Supplier<Varargs> body) {
        running();
        FiberStrand strand = add(name, body);
        resume(strand);
        return strand;
    }

    private FiberStrand add(String name, Supplier<Varargs> body) {
        FiberStrand strand = new FiberStrand(this, name, options.fibers(), body);
        strands.add(strand);
        if (closed) {
            strand.kill("VM " + name() + " is closed");
        }
        return strand;
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return running().await(stage.toCompletableFuture());
    }

    @Override
    public void sleep(long millis) {
        await(new CompletableFuture<@Nullable Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS));
    }

    /** Has the running strand look whether it was killed. From any thread. */
    void interrupt() {
        state.interrupt(() -> {
            FiberStrand strand = running;
            if (strand != null) {
                strand.checkKilled();
            }
        });
    }

    @Override
    public Strand current() {
        return running();
    }

    @Override
    public void report(String where, Throwable error) {
        switch (Stages.causeOf(error)) {
            case LuaKilled killed -> LOG.debug("{}: {} ended: {}", name(), where, killed.getMessage());
            case TracedError traced -> reportError(where, traced.traceback());
            case LuaError lua -> reportError(where, lua.getMessage());
            case Throwable defect -> reportDefect(where, defect);
        }
    }

    private void reportError(String where, String text) {
        trace().write(0, (where + ": " + text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void reportDefect(String where, Throwable defect) {
        LOG.error("VM {}: {} failed; this is a defect of Moongate, please report it", name(), where, defect);
        reportError(where, "internal error, see the log: " + defect);
    }

    private FiberStrand running() {
        FiberStrand strand = running;
        if (strand == null) {
            throw new IllegalStateException("no strand of VM " + name() + " runs here");
        }
        return strand;
    }

    @Override
    public Collection<Strand> strands() {
        return List.copyOf(strands);
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public LuaState state() {
        return state;
    }

    @Override
    public LuaTable globals() {
        return state.globals();
    }

    @Override
    public Grants grants() {
        return options.grants();
    }

    @Override
    public Map<String, Io> ios() {
        return options.ios();
    }

    @Override
    public Trace trace() {
        return options.trace();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            modules.close();
            strands.forEach(strand -> strand.kill("VM " + name() + " is closed"));
            LockSupport.unpark(thread);
            onClosed.accept(this);
        }
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                LOG.warn("VM {} still runs {} after {}", name(), strands, CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
