package io.moongate.runtime.internal.health;

import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.AppStatus.State;
import io.moongate.runtime.app.Apps;
import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.HealthCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Warns of apps that do not start. */
@Component
public final class AppsHealth implements HealthCheck {

    private final Apps apps;

    @Activate
    public AppsHealth(@Reference Apps apps) {
        this.apps = apps;
    }

    @Override
    public String name() {
        return "apps";
    }

    @Override
    public CompletionStage<Health> check() {
        List<AppStatus> all = apps.list();
        String ill = all.stream()
                .filter(AppsHealth::isIll)
                .map(app -> app.name() + ": " + app.reason().orElse("no reason known"))
                .collect(Collectors.joining("; "));
        return CompletableFuture.completedFuture(ill.isEmpty() ? Health.ok(running(all)) : Health.warn(ill));
    }

    private static boolean isIll(AppStatus app) {
        return app.state() == State.FAILED || app.state() == State.DISABLED;
    }

    private static String running(List<AppStatus> all) {
        return all.stream().filter(app -> app.state() == State.RUNNING).count() + " running";
    }
}
