package io.moongate.runtime.internal;

import io.moongate.lua.LuaKilled;
import io.moongate.lua.LuaState;
import io.moongate.lua.TracedError;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Reactor;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A VM: a Lua state, the thread that runs it and a queue of what is ready to run. */
final class Vm implements LuaVm {

    private static final BooleanSupplier NEVER = () -> false;
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
    private final Reactor parking;
    private final BooleanSupplier mayWait = () -> ready.isEmpty() && !isEnded();
    private final SliceWatch slices;
    /** Completed when nothing of Lua runs any more. */
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    /** Set on the VM's thread. */
    private volatile Reactor reactor;

    private volatile long turn;
    private volatile boolean sliceOver;
    private volatile boolean idle;
    private volatile boolean closed;
    private @Nullable FiberStrand running;
    /** On the VM's thread. */
    private @Nullable StrandHold hold;

    Vm(VmOptions options, Cleaner cleaner, SliceWatch slices, Consumer<Vm> onClosed) {
        this.options = options;
        this.slices = slices;
        this.onClosed = onClosed;
        this.state = new LuaState(options.limits(), new GrantedPlatform(options.platform(), this), options.fibers());
        this.modules = new VmModules(this, cleaner);
        this.thread = new Thread(null, this::loop, "vm-" + options.name(), STACK_BYTES);
        thread.setDaemon(true);
        this.parking = new ParkingReactor(thread);
        this.reactor = parking;
        RequireSearcher.install(this);
    }

    void start() {
        thread.start();
    }

    VmModules modules() {
        return modules;
    }

    private void loop() {
        while (!isEnded()) {
            runReady();
            react();
        }
        slices.forget(this);
        ended.complete(null);
        reactor.finish();
    }

    private boolean isEnded() {
        return closed && strands.isEmpty();
    }

    private void runReady() {
        sliceOver = false;
        while (!sliceOver) {
            Runnable task = ready.poll();
            if (task == null) {
                return;
            }
            run(task);
        }
    }

    /** The reactor's turn, which waits while nothing is ready. */
    private void react() {
        idle = true;
        react(mayWait);
        idle = false;
        slices.wake();
    }

    private void react(BooleanSupplier waits) {
        turn++;
        if (!reactor.run(waits)) {
            slices.forget(this);
            reactor = parking;
        }
    }

    @Override
    public <R extends Reactor> R drive(Function<Thread, R> maker) {
        running();
        R made = maker.apply(thread);
        reactor = made;
        slices.watch(this);
        return made;
    }

    /** How often the reactor had its turn. From any thread. */
    long turn() {
        return turn;
    }

    /** Whether it is not the reactor's turn. From any thread. */
    boolean isRunning() {
        return !idle;
    }

    /** Gives the reactor a turn in the middle of what runs. From any thread. */
    void endSlice() {
        if (!sliceOver) {
            sliceOver = true;
            state.interrupt(this::pauseStrand);
        }
    }

    private void pauseStrand() {
        FiberStrand strand = running;
        if (strand != null && sliceOver) {
            strand.pause();
        }
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
            reactor.wakeUp();
        }
    }

    void enqueue(FiberStrand strand) {
        execute(() -> resumeUnlessHeld(strand));
    }

    private void resumeUnlessHeld(FiberStrand strand) {
        StrandHold current = hold;
        if (current == null || current.lets(strand)) {
            resume(strand);
        }
    }

    @Override
    public Hold hold() {
        if (hold != null) {
            throw new IllegalStateException("VM " + name() + " is held already");
        }
        StrandHold made = new StrandHold(running(), this::letGo);
        hold = made;
        return made;
    }

    private void letGo(StrandHold ended) {
        if (hold == ended) {
            hold = null;
            ended.stopped().forEach(this::enqueue);
        }
    }

    private void resume(FiberStrand strand) {
        FiberStrand outer = running;
        running = strand;
        try {
            boolean hasEnded = strand.resume();
            while (strand.isPaused()) {
                sliceOver = false;
                react(NEVER);
                hasEnded = strand.resume();
            }
            if (hasEnded) {
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
        FiberStrand starter = running();
        FiberStrand strand = add(name, body);
        if (hold != null) {
            hold.started(starter, strand);
        }
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
            // First, so that no strand finds its modules gone and says so.
            strands.forEach(strand -> strand.kill("VM " + name() + " is closed"));
            modules.close();
            reactor.wakeUp();
            onClosed.accept(this);
        }
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("VM {} still runs {} after {}", name(), strands, CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
