package io.moongate.web.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** How many uploads one place takes at a time. Thread-safe. */
final class UploadLimit {

    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    /** @param most 0 for any number */
    UploadLimit(int most) {
        this.most = most;
    }

    /** @return whether another upload may begin; it ends with {@link #leave} */
    boolean enter() {
        if (running.incrementAndGet() <= most || most == 0) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    void leave() {
        running.decrementAndGet();
    }

    /** Tells a client that came too much. */
    static void refuse(Command command) {
        command.response().headers().set("Retry-After", "5");
        command.sendError(503, "Too many uploads at a time.");
    }
}
