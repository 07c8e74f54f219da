package io.moongate.runtime;

import java.util.List;
import java.util.function.Consumer;

/** The gateway's trace buffer: what all VMs printed lately. An OSGi service; thread-safe. */
public interface TraceLog {

    /** A trace whose entries carry {@code vm} as their origin. */
    Trace of(String vm);

    /** What is still in the buffer, oldest first. */
    List<TraceEntry> recent();

    /**
     * Follows the trace.
     *
     * @param listener called on the thread that prints; must be quick and must not wait
     * @return closes the subscription
     */
    Subscription subscribe(Consumer<TraceEntry> listener);

    /** Ends by closing; closing twice is fine. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
