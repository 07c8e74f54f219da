package io.moongate.tests.container;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits until something is so. */
final class Conditions {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Conditions() {}

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Collects garbage until something is so. */
    static void awaitCollected(String what, Callable<Boolean> condition) throws Exception {
        await(what, () -> {
            System.gc();
            return condition.call();
        });
    }
}
