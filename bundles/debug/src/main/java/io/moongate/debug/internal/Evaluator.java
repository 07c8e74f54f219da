package io.moongate.debug.internal;

import io.moongate.lua.LuaActivation;
import io.moongate.lua.LuaKilled;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Strand;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Evaluates expressions where code stopped, in strands of their own, so that one that never ends can be ended. On the VM's thread. */
final class Evaluator {

    private static final String CHUNK = "?";
    private static final String INTERRUPTED = "the expression was interrupted";

    private final LuaVm vm;
    private final Duration limit;
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile @Nullable Strand running;
    /** The interrupts that there were when the expression was asked for: later ones concern it. */
    private int before;

    Evaluator(LuaVm vm, Duration limit) {
        this.vm = vm;
        this.limit = limit;
    }

    /** How often something was interrupted. From any thread. */
    int interrupts() {
        return interrupts.get();
    }

    /** Says when what is evaluated next was asked for: when there had been so many {@link #interrupts}. */
    void askedAfter(int earlier) {
        before = earlier;
    }

    /**
     * Evaluates an expression or runs statements.
     *
     * @throws LuaError what is wrong with it, or what it raised
     */
    Varargs evaluate(String code, LuaActivation frame) {
        return run(compile(code, frame.environment()));
    }

    private LuaFunction compile(String code, LuaTable environment) {
        try {
            return load("return " + code, environment);
        } catch (LuaError noExpression) {
            try {
                return load(code, environment);
            } catch (LuaError noStatement) {
                throw noExpression;
            }
        }
    }

    private LuaFunction load(String code, LuaValue environment) {
        return vm.state()
                .load(new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)), CHUNK, "t", environment);
    }

    private Varargs run(LuaFunction chunk) {
        CompletableFuture<?> alarm =
                new CompletableFuture<>().completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        alarm.thenRun(() -> kill("the expression took longer than the limit of " + limit.toSeconds() + " s"));
        try {
            return resultOf(vm.start("evaluate", () -> {
                running = vm.current();
                if (interrupts.get() != before) {
                    throw new LuaError(INTERRUPTED);
                }
                return vm.state().call(chunk, LuaValue.NONE);
            }));
        } finally {
            alarm.cancel(false);
            running = null;
        }
    }

    private Varargs resultOf(Strand strand) {
        CompletableFuture<Varargs> result = strand.result().toCompletableFuture();
        try {
            return vm.await(result);
        } catch (LuaKilled e) {
            if (result.isCompletedExceptionally()) {
                throw new LuaError(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private void kill(String reason) {
        Strand strand = running;
        if (strand != null) {
            strand.kill(reason);
        }
    }

    /** Ends what is being evaluated and what was asked for. From any thread. */
    void interrupt() {
        interrupts.incrementAndGet();
        kill(INTERRUPTED);
    }
}
