package io.moongate.runtime.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {

    private final HealthMonitor monitor = new HealthMonitor(Duration.ofMillis(50));

    private record Check(String name, Supplier<CompletionStage<Health>> look) implements HealthCheck {
        @Override
        public CompletionStage<Health> check() {
            return look.get();
        }
    }

    private void check(String name, Supplier<CompletionStage<Health>> look) {
        monitor.addCheck(new Check(name, look));
    }

    @Test
    void a_check_that_hangs_or_throws_is_a_result_and_hinders_no_other() {
        check("well", () -> CompletableFuture.completedFuture(Health.ok("fine")));
        check("hanging", CompletableFuture::new);
        check("failing", () -> CompletableFuture.failedFuture(new IllegalStateException("no disk")));
        check("throwing", () -> {
            throw new IllegalStateException("a defect");
        });
        assertThat(monitor.run().toCompletableFuture().join())
                .containsEntry("well", Health.ok("fine"))
                .containsEntry("hanging", Health.fail("gives no answer within 50 ms"))
                .containsEntry("failing", Health.fail("cannot be checked: java.lang.IllegalStateException: no disk"))
                .containsEntry("throwing", Health.fail("cannot be checked: java.lang.IllegalStateException: a defect"));
    }

    @Test
    void a_check_that_was_withdrawn_is_not_asked() {
        Check gone = new Check("gone", () -> CompletableFuture.completedFuture(Health.ok("still here")));
        monitor.addCheck(gone);
        monitor.removeCheck(gone);
        assertThat(monitor.run().toCompletableFuture().join()).isEmpty();
    }
}
