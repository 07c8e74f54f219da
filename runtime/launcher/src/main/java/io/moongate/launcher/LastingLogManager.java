package io.moongate.launcher;

import java.util.logging.LogManager;

/**
 * Keeps the log open while the gateway stops: the JDK's own closes it in a shutdown hook, beside everything that still has
 * something to say. Named by system property {@code java.util.logging.manager}.
 */
public final class LastingLogManager extends LogManager {

    @Override
    public void reset() {
        if (!isShutdownHook()) {
            super.reset();
        }
    }

    private static boolean isShutdownHook() {
        return Thread.currentThread().getClass().getName().startsWith(LogManager.class.getName());
    }

    /** Closes all handlers. */
    void end() {
        super.reset();
    }
}
