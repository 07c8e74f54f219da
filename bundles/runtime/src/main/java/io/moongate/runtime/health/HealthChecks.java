package io.moongate.runtime.health;

import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/** Runs the checks of all bundles. An OSGi service; thread-safe. */
public interface HealthChecks {

    /** How long a check may take. */
    Duration LIMIT = Duration.ofSeconds(5);

    /** Runs all checks at the same time. @return what each found, by its name; never fails */
    CompletionStage<SortedMap<String, Health>> run();
}
