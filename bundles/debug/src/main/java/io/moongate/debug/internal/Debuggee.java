package io.moongate.debug.internal;

import io.moongate.lua.LuaActivation;
import io.moongate.lua.LuaDebug;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/**
 * The VM under the debugger. Told of each line before it runs, it decides where to stop; while stopped, the strand that
 * stopped does what the debugger asks for, and the VM's other strands stand still.
 */
final class Debuggee implements LuaDebug.Listener {

    /** What the debugger is told; on the VM's thread, {@link #stopped} while it is stopped. */
    interface Observer {
        void stopped(String reason, Stop stop, List<Integer> breakpoints);

        /** It goes on without having been asked to. */
        void continued(Stop stop);

        void log(String text, boolean isError);

        void broken(LineBreakpoint breakpoint, String message);
    }

    static final Duration EVALUATION_LIMIT = Duration.ofSeconds(10);
    /** Requests that may wait while an expression is evaluated. */
    static final int WAITING_LIMIT = 1000;

    private static final Stepping FREELY = new Stepping.Freely();
    private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]+)}");

    private final LuaVm vm;
    private final LuaDebug debug;
    private final ThreadIds threads;
    private final Breakpoints breakpoints;
    private final Observer observer;
    private final Evaluator evaluator;
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    // Guarded by this.
    private @Nullable Stop stop;
    private @Nullable CompletableFuture<@Nullable Void> sleeper;
    private boolean ended;

    /** Whether lines count: not those of expressions, nor any while the debugger is suspended. On the VM's thread. */
    private boolean listens = true;

    private Stepping stepping = FREELY;
    private @Nullable LuaValue lastThread;
    private volatile boolean pausing;

    Debuggee(LuaVm vm, ThreadIds threads, Breakpoints breakpoints, Observer observer) {
        this.vm = vm;
        this.debug = vm.state().debug();
        this.threads = threads;
        this.breakpoints = breakpoints;
        this.observer = observer;
        this.evaluator = new Evaluator(vm, EVALUATION_LIMIT);
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** Begins to listen, on the strand that let the debugger in. @param stops whether to stop at its next line */
    void attach(Strand strand, boolean stops) {
        stepping = stops ? new Stepping.Into(strand) : FREELY;
        attach();
    }

    private void attach() {
        if (!hasEnded()) {
            debug.attach(this);
        }
    }

    /** Begins to listen when Lua code runs. @param stops whether to stop at the first line. From any thread */
    void attachLater(boolean stops) {
        pausing = stops;
        vm.state().interrupt(this::attach);
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public void onLine(LuaValue thread, int line) {
        if (!listens) {
            return;
        }
        if (hasEnded()) {
            debug.detach();
            return;
        }
        if (thread != lastThread) {
            threads.of(thread);
            lastThread = thread;
        }
        look(thread, line);
    }

    private void look(LuaValue thread, int line) {
        boolean atBreakpoint = breakpoints.areAt(line);
        if (atBreakpoint || pausing || stepping != FREELY) {
            strand().ifPresent(strand -> look(thread, strand, atBreakpoint ? hits(thread, line) : List.of()));
        }
    }

    private void look(LuaValue thread, Strand strand, List<Integer> hit) {
        if (!hit.isEmpty()) {
            stop("breakpoint", new Stop(debug, thread, strand), hit);
        } else if (pausing) {
            stop("pause", new Stop(debug, thread, strand), hit);
        } else if (stepping.endsAt(debug, thread, strand)) {
            stop("step", new Stop(debug, thread, strand), hit);
        }
    }

    /** Empty for code that cannot wait: it is not debugged. */
    private Optional<Strand> strand() {
        try {
            return Optional.of(vm.current());
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    private List<Integer> hits(LuaValue thread, int line) {
        LuaActivation here = debug.stack(thread).getFirst();
        return breakpoints.at(line, here.source()).stream()
                .filter(breakpoint -> stopsAt(breakpoint, here))
                .map(LineBreakpoint::id)
                .toList();
    }

    private boolean stopsAt(LineBreakpoint breakpoint, LuaActivation here) {
        if (!breakpoint.condition().isEmpty() && !holds(breakpoint, here)) {
            return false;
        }
        boolean hit = breakpoint.hit();
        if (hit && !breakpoint.logMessage().isEmpty()) {
            observer.log(filled(breakpoint.logMessage(), here) + "\n", false);
            return false;
        }
        return hit;
    }

    /** A condition that fails does not hold; the debugger is told why. */
    private boolean holds(LineBreakpoint breakpoint, LuaActivation here) {
        try {
            return evaluateApart(breakpoint.condition(), here).toboolean();
        } catch (LuaError e) {
            observer.broken(breakpoint, Session.messageOf(e));
            return false;
        }
    }

    private String filled(String message, LuaActivation here) {
        return EXPRESSION.matcher(message).replaceAll(found -> Matcher.quoteReplacement(textOf(found.group(1), here)));
    }

    private String textOf(String expression, LuaActivation here) {
        try {
            return new ValueText(false).of(evaluateApart(expression, here));
        } catch (LuaError e) {
            return Session.messageOf(e);
        }
    }

    /** Evaluates while nothing else runs, between two lines of code. */
    private LuaValue evaluateApart(String expression, LuaActivation here) {
        listens = false;
        try (var _ = vm.hold()) {
            evaluator.askedAfter(evaluator.interrupts());
            return evaluator.evaluate(expression, here).arg1();
        } finally {
            listens = true;
        }
    }

    private void stop(String reason, Stop made, List<Integer> hit) {
        if (!begin(made)) {
            return;
        }
        stepping = FREELY;
        pausing = false;
        listens = false;
        try (var _ = vm.hold()) {
            observer.stopped(reason, made, hit);
            serve();
        } finally {
            listens = true;
            finish();
        }
    }

    private synchronized boolean begin(Stop made) {
        if (!ended) {
            stop = made;
        }
        return !ended;
    }

    private void serve() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** What to do next; null to go on with the program. */
    private @Nullable Runnable next() {
        while (true) {
            CompletableFuture<@Nullable Void> sleep = new CompletableFuture<>();
            synchronized (this) {
                Runnable task = tasks.poll();
                if (task != null || stop == null) {
                    return task;
                }
                sleeper = sleep;
            }
            vm.await(sleep);
        }
    }

    /** The strand was killed, or goes on: what is left to do finds the VM running. */
    private void finish() {
        synchronized (this) {
            stop = null;
            sleeper = null;
        }
        for (Runnable task = poll(); task != null; task = poll()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable poll() {
        return tasks.poll();
    }

    /**
     * Does something for the debugger: at once while the VM runs, else on the strand that is stopped. From any thread.
     *
     * @throws IllegalStateException when too much is waiting already
     */
    void handle(Runnable task) {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            if (stop != null && tasks.size() >= WAITING_LIMIT) {
                throw new IllegalStateException("more than the limit of " + WAITING_LIMIT + " requests are waiting");
            }
            woken = stop != null ? sleeper : null;
            if (stop != null) {
                tasks.add(task);
                task = () -> {};
            }
        }
        task.run();
        if (woken != null) {
            woken.complete(null);
        }
    }

    synchronized Optional<Stop> stopped() {
        return Optional.ofNullable(stop);
    }

    /** Lets the VM run until {@code until}. On the VM's thread while it is stopped. */
    void go(Stepping until) {
        stepping = until;
        synchronized (this) {
            stop = null;
        }
    }

    /** Stops at the next line of Lua code. From any thread. */
    void pause() {
        pausing = true;
    }

    /** Lets the VM run unwatched until {@link #resume}. On the VM's thread. */
    void suspend() {
        debug.detach();
        stopped().ifPresent(current -> {
            go(FREELY);
            observer.continued(current);
        });
    }

    /** On the VM's thread. */
    void resume() {
        attach();
    }

    /** Lets the VM run for good. From any thread; idempotent. */
    void end() {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            ended = true;
            stop = null;
            woken = sleeper;
        }
        evaluator.interrupt();
        if (woken != null) {
            woken.complete(null);
        }
        detachLater();
    }

    /** When code runs it notices by itself; code that does not run shall not keep this object. */
    private void detachLater() {
        if (!vm.isClosed()) {
            vm.spawn("end of debugging", () -> {
                if (debug.isAttachedTo(this)) {
                    debug.detach();
                }
                return Result.none();
            });
        }
    }
}
