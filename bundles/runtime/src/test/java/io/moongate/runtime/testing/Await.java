package io.moongate.runtime.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition: what tests do instead of sleeping. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(5);

    private Await() {}

    /** Returns when {@code condition} holds. @throws AssertionError with {@code actual} when it does not in 30 seconds */
    public static void until(BooleanSupplier condition, Supplier<?> actual) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true within " + LIMIT + ": " + actual.get());
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
