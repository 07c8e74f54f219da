package io.moongate.shell.internal;

import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.Health.Status;
import io.moongate.runtime.health.HealthChecks;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code moongate:health}. */
@Component(
        service = HealthCommand.class,
        property = {"osgi.command.scope=moongate", "osgi.command.function=health"})
public final class HealthCommand {

    private final HealthChecks checks;

    /** Called by the framework. */
    @Activate
    public HealthCommand(@Reference HealthChecks checks) {
        this.checks = checks;
    }

    /** @throws IllegalStateException when something fails, so that scripts see it in the exit code */
    @Descriptor("shows how the gateway is doing; fails when a check does")
    public void health(CommandSession session) {
        SortedMap<String, Health> found = checks.run().toCompletableFuture().join();
        Table table = new Table("CHECK", "STATUS", "REASON");
        found.forEach(
                (name, health) -> table.row(name, health.status().name().toLowerCase(Locale.ROOT), health.reason()));
        session.getConsole().println(table);
        List<String> failed = found.entrySet().stream()
                .filter(check -> check.getValue().status() == Status.FAIL)
                .map(check -> check.getKey())
                .toList();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("failed: " + String.join(", ", failed));
        }
    }
}
