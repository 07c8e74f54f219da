package io.moongate.net.internal;

import io.moongate.net.StreamKeeper;
import io.moongate.runtime.Reactor;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop on the thread of a VM. What a connection of the VM receives is in its strand's hands without a hand-over
 * between threads, and a script that runs away holds up nobody's connections but its own.
 */
final class VmLoop implements Reactor {

    private static final Logger LOG = LoggerFactory.getLogger(VmLoop.class);
    /** How long what a VM left to be sent may take. Streams without any progress give up before. */
    private static final long FINISH_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Loop loop;
    private final Runnable onEnd;

    /** @param onEnd told, on the VM's thread, when the loop has ended */
    VmLoop(Thread thread, IoHandlerFactory handlers, Runnable onEnd) {
        this.loop = new Loop(thread, handlers);
        this.onEnd = onEnd;
    }

    private static final class Loop extends ManualIoEventLoop implements StreamKeeper {
        private BooleanSupplier mayWait = () -> false;
        private int streams;

        Loop(Thread thread, IoHandlerFactory handlers) {
            super(thread, handlers);
        }

        @Override
        protected boolean canBlock() {
            return mayWait.getAsBoolean();
        }

        @Override
        public void keep(Channel channel) {
            streams++;
            channel.closeFuture().addListener(closed -> streams--);
        }
    }

    EventLoopGroup group() {
        return loop;
    }

    @Override
    public boolean run(BooleanSupplier mayWait) {
        if (!loop.inEventLoop()) {
            // Fibers made of threads: a strand that started another one and waits for its first turn.
            return true;
        }
        // First what strands want to send: else the loop would look for events without waiting, and then again.
        loop.runNonBlockingTasks(0);
        loop.mayWait = mayWait;
        loop.run(0);
        return !hasEnded();
    }

    private boolean hasEnded() {
        if (loop.isTerminated()) {
            onEnd.run();
        }
        return loop.isTerminated();
    }

    @Override
    public void wakeUp() {
        loop.wakeup();
    }

    @Override
    public void finish() {
        long start = System.nanoTime();
        loop.mayWait = () -> true;
        while (loop.streams > 0 && !loop.isShuttingDown()) {
            if (System.nanoTime() - start > FINISH_NANOS) {
                LOG.warn(
                        "{}: {} connections are dropped", Thread.currentThread().getName(), loop.streams);
                break;
            }
            loop.run(POLL_NANOS);
        }
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (!hasEnded()) {
            loop.run(POLL_NANOS);
        }
    }

    /** Closes what is open and ends the loop: at once on the VM's thread, else soon. Idempotent. */
    Future<?> end() {
        Future<?> ended = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (loop.inEventLoop() && !loop.isTerminated()) {
            loop.runNow();
        }
        return ended;
    }
}
