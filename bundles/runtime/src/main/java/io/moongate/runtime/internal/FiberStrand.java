package io.moongate.runtime.internal;

import io.moongate.lua.LuaContext;
import io.moongate.lua.LuaKilled;
import io.moongate.lua.fiber.Fiber;
import io.moongate.lua.fiber.FiberFactory;
import io.moongate.runtime.Strand;
import io.moongate.runtime.StrandLocals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A strand on a fiber that its VM's thread resumes. */
final class FiberStrand implements Strand {

    private static final Logger LOG = LoggerFactory.getLogger(FiberStrand.class);

    private final Vm vm;
    private final String name;
    private final Fiber fiber;
    private final LuaValue coroutine;
    /** What of this strand runs when it goes on: its main thread or a coroutine in it. */
    private LuaContext context;

    private final CompletableFuture<Varargs> result = new CompletableFuture<>();
    private final StrandLocals locals = new StrandLocals();
    private volatile boolean waiting;
    private boolean paused;
    private volatile @Nullable String killReason;

    FiberStrand(Vm vm, String name, FiberFactory fibers, Supplier<Varargs> body) {
        this.vm = vm;
        this.name = name;
        this.context = vm.state().newContext();
        this.coroutine = vm.state().threadOf(context);
        this.fiber = fibers.create(FiberFactory.Kind.STRAND, () -> run(body));
    }

    private void run(Supplier<Varargs> body) {
        try {
            checkKilled();
            result.complete(body.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Runs until the strand waits or ends; on the VM's thread. @return true when it has ended */
    boolean resume() {
        if (fiber.isDone()) {
            return true;
        }
        LuaContext outside = vm.state().swap(context);
        try {
            return fiber.resume();
        } finally {
            context = vm.state().swap(outside);
        }
    }

    <T> T await(CompletableFuture<T> future) {
        if (!future.isDone()) {
            future.whenComplete((value, error) -> vm.enqueue(this));
            waiting = true;
            try {
                while (!future.isDone()) {
                    checkKilled();
                    fiber.suspend();
                }
            } finally {
                waiting = false;
            }
        }
        checkKilled();
        return Stages.valueOf(future);
    }

    /**
     * Suspends the strand, at a safepoint of its Lua code, to be resumed at once. Under a native frame it goes on instead.
     */
    void pause() {
        paused = true;
        try {
            fiber.suspend();
        } catch (IllegalStateException e) {
            LOG.trace("{} cannot pause here", name, e);
        } finally {
            paused = false;
        }
    }

    /** Whether {@link #pause} is what it is suspended in. */
    boolean isPaused() {
        return paused;
    }

    void checkKilled() {
        String reason = killReason;
        if (reason != null) {
            throw new LuaKilled(reason);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LuaValue coroutine() {
        return coroutine;
    }

    @Override
    public CompletionStage<Varargs> result() {
        return result;
    }

    @Override
    public boolean isWaiting() {
        return waiting;
    }

    @Override
    public void kill(String reason) {
        killReason = reason;
        vm.enqueue(this);
        vm.interrupt();
    }

    @Override
    public StrandLocals locals() {
        return locals;
    }

    @Override
    public String toString() {
        return name + (waiting ? " (waiting)" : "");
    }
}
