package io.moongate.runtime.health;

import java.util.concurrent.CompletionStage;

/** One thing that can be well or ill. An OSGi service (whiteboard); thread-safe. */
public interface HealthCheck {

    /** What operators know it by, such as {@code device keys}: unique, of a word or two. */
    String name();

    /**
     * Looks now. Returns at once and never blocks; what takes longer than {@link HealthChecks#LIMIT} counts as failed, and
     * so does a stage that fails.
     */
    CompletionStage<Health> check();
}
