package io.moongate.runtime.internal.health;

import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.HealthCheck;
import io.moongate.runtime.health.HealthChecks;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the checks that are there; one that hangs or throws is a result, not an end. */
@Component
public final class HealthMonitor implements HealthChecks {

    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
    private final Duration limit;

    @Activate
    public HealthMonitor() {
        this(LIMIT);
    }

    HealthMonitor(Duration limit) {
        this.limit = limit;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(HealthCheck check) {
        checks.add(check);
    }

    void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    @Override
    public CompletionStage<SortedMap<String, Health>> run() {
        SortedMap<String, Health> found = Collections.synchronizedSortedMap(new TreeMap<>());
        CompletableFuture<?>[] running = checks.stream()
                .map(check -> result(check).thenAccept(health -> found.put(check.name(), health)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(running).thenApply(done -> found);
    }

    private CompletableFuture<Health> result(HealthCheck check) {
        return CompletableFuture.completedFuture(check)
                .thenCompose(HealthCheck::check)
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(this::failure);
    }

    private Health failure(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof TimeoutException) {
            return Health.fail("gives no answer within " + limit.toMillis() + " ms");
        }
        return Health.fail("cannot be checked: " + cause);
    }
}
