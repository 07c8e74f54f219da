package io.moongate.socket.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Until when something is waited for. */
final class Deadline {

    private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** By the clock of {@link System#nanoTime}, whose values wrap; the largest value stands for never. */
    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    static Deadline never() {
        return NEVER;
    }

    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    boolean isOver() {
        return this != NEVER && left() <= 0;
    }

    /** The same future, completed when the time is over. */
    CompletableFuture<@Nullable Void> limit(CompletableFuture<@Nullable Void> future) {
        return this == NEVER ? future : future.completeOnTimeout(null, Math.max(0, left()), TimeUnit.NANOSECONDS);
    }

    private long left() {
        return nanoTime - System.nanoTime();
    }
}
