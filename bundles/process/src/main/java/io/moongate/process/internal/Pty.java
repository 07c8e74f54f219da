package io.moongate.process.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import io.moongate.net.posix.Spawn;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A program on a pseudo-terminal, with its errors on a channel of their own. Used on the VM's thread, except for {@link
 * #release}.
 */
final class Pty {

    private static final int READ_LIMIT = 64 << 10;
    /** What a terminal turns into SIGINT for the program in its foreground: Ctrl-C. */
    private static final byte[] INTERRUPT = {3};
    /** How long output of a program that has ended may still be under way. */
    private static final long LAST_OUTPUT_MILLIS = 100;
    /** How long {@code close(true)} waits after an interrupt before it hangs up, and then before it kills. */
    private static final long PATIENCE_MILLIS = 3000;

    private static final int MAX_SIZE = 0xFFFF;
    private static final String TERMINATED = "terminated";

    private final LuaVm vm;
    private final Terminal terminal;
    private final Spawn.Child child;
    /** Reads of a function that runs with the program have no limit in time. */
    private final boolean waitsForData;

    private volatile @Nullable CompletableFuture<@Nullable Void> waiter;
    private boolean statusTold;
    private boolean killed;

    /**
     * The two channels of a program.
     *
     * @param descriptor of the terminal, to tell it its size while its stream is open
     */
    record Terminal(ByteStream stream, ByteStream errors, int descriptor) {

        boolean hasEnded() {
            return stream.isEnded() && errors.isEnded();
        }

        void close() {
            stream.close();
            errors.close();
        }
    }

    Pty(LuaVm vm, Terminal terminal, Spawn.Child child, boolean waitsForData) {
        this.vm = vm;
        this.terminal = terminal;
        this.child = child;
        this.waitsForData = waitsForData;
        child.ended().thenRun(this::wake);
    }

    private void wake() {
        CompletableFuture<@Nullable Void> waiting = waiter;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    private boolean hasEnded() {
        return child.ended().isDone();
    }

    Varargs read(Args args) {
        long millis = waitsForData ? Long.MAX_VALUE : Math.max(0, args.isNil(1) ? 0 : args.truncated(1));
        long started = System.nanoTime();
        boolean lastOutputCame = false;
        while (true) {
            Varargs received = take();
            if (received != null) {
                return received;
            }
            if (killed || statusTold || hasEnded() && (terminal.hasEnded() || lastOutputCame)) {
                return Result.fail(TERMINATED);
            }
            long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            if (left <= 0) {
                return Result.nil();
            }
            lastOutputCame = hasEnded();
            await(lastOutputCame ? Math.min(left, LAST_OUTPUT_MILLIS) : left);
        }
    }

    private @Nullable Varargs take() {
        byte[] output = terminal.stream().poll(READ_LIMIT);
        if (output != null) {
            return LuaValue.varargsOf(Result.string(output), LuaValue.FALSE);
        }
        byte[] error = terminal.errors().poll(READ_LIMIT);
        return error == null ? null : LuaValue.varargsOf(Result.string(error), LuaValue.TRUE);
    }

    /** Waits until something is to be read, the program ends, or time is over. */
    private void await(long millis) {
        CompletableFuture<@Nullable Void> wake = new CompletableFuture<>();
        waiter = wake;
        forward(terminal.stream(), wake);
        forward(terminal.errors(), wake);
        if (hasEnded() && terminal.hasEnded()) {
            wake.complete(null);
        }
        vm.await(millis == Long.MAX_VALUE ? wake : wake.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS));
        stopWaiting(terminal.stream());
        stopWaiting(terminal.errors());
    }

    private static void forward(ByteStream stream, CompletableFuture<@Nullable Void> wake) {
        if (!stream.isEnded()) {
            stream.readable().thenRun(() -> wake.complete(null));
        }
    }

    private static void stopWaiting(ByteStream stream) {
        stream.readable().complete(null);
    }

    Varargs write(Args args) {
        LuaString data = args.data(1);
        if (hasEnded() || !terminal.stream().isOpen()) {
            return Result.fail(TERMINATED);
        }
        terminal.stream().write(data.m_bytes, data.m_offset, data.m_length);
        try {
            vm.await(terminal.stream().writable());
            return Result.of(true);
        } catch (CompletionException e) {
            return Result.fail(TERMINATED);
        }
    }

    Varargs windowSize(Args args) {
        int rows = args.integer(1, 0, MAX_SIZE);
        int columns = args.integer(2, 0, MAX_SIZE);
        return control(() -> Posix.setWindowSize(terminal.descriptor(), rows, columns));
    }

    /** Stops the program, or lets it go on. */
    Varargs pause(Args args) {
        int signal = args.truth(1) ? Posix.SIGSTOP : Posix.SIGCONT;
        return control(() -> Posix.kill(-child.pid(), signal));
    }

    private interface Control {
        void run() throws PosixException;
    }

    private Varargs control(Control control) {
        if (hasEnded() || !terminal.stream().isOpen()) {
            return Result.fail(TERMINATED);
        }
        try {
            control.run();
            return Result.of(true);
        } catch (PosixException e) {
            return Result.fail(String.valueOf(e.getMessage()));
        }
    }

    /** Interrupts a program that runs; tells how it ended once it has. */
    Varargs close(boolean wait) {
        if (!hasEnded()) {
            terminal.stream().write(INTERRUPT, 0, INTERRUPT.length);
            if (!wait) {
                return Result.of(-1);
            }
            awaitEnd();
        }
        boolean again = statusTold;
        statusTold = true;
        terminal.close();
        return again ? endedBefore() : status().values();
    }

    private void awaitEnd() {
        if (!endsWithin(PATIENCE_MILLIS)) {
            signal(Posix.SIGHUP);
            if (!endsWithin(PATIENCE_MILLIS)) {
                signal(Posix.SIGKILL);
                vm.await(child.ended());
            }
        }
    }

    private boolean endsWithin(long millis) {
        CompletableFuture<Integer> end = child.ended().copy().completeOnTimeout(0, millis, TimeUnit.MILLISECONDS);
        vm.await(end);
        return hasEnded();
    }

    private void signal(int signal) {
        try {
            Posix.kill(-child.pid(), signal);
        } catch (PosixException e) {
            // It has ended meanwhile.
            return;
        }
    }

    private ExitStatus status() {
        return new ExitStatus(child.ended().join());
    }

    private Varargs endedBefore() {
        return LuaValue.varargsOf(LuaValue.TRUE, status().values());
    }

    /** Kills a program that runs. */
    Varargs terminate() {
        if (killed) {
            return Result.fail(TERMINATED);
        }
        if (hasEnded()) {
            statusTold = true;
            terminal.close();
            return endedBefore();
        }
        killed = true;
        release();
        vm.await(child.ended());
        return Result.of(true);
    }

    /** Kills the program, if it still runs, and lets go of the terminal; from any thread. */
    void release() {
        if (!hasEnded()) {
            signal(Posix.SIGKILL);
        }
        terminal.close();
    }
}
