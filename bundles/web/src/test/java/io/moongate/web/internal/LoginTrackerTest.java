package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginTrackerTest {

    private static final class TestClock extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final TestClock clock = new TestClock();
    private final LoginTracker tracker = new LoginTracker(clock, 3, Duration.ofMinutes(10));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            tracker.failed("10.0.0.1", "anna");
        }
    }

    @Test
    void an_address_is_banned_after_failures_in_a_row_and_no_other_is() {
        fail(2);
        assertThat(tracker.isBanned("10.0.0.1")).isFalse();
        fail(1);
        assertThat(tracker.isBanned("10.0.0.1")).isTrue();
        assertThat(tracker.isBanned("10.0.0.2")).isFalse();
    }

    @Test
    void a_success_forgets_the_failures() {
        fail(2);
        tracker.succeeded("10.0.0.1", "anna");
        fail(2);
        assertThat(tracker.isBanned("10.0.0.1")).isFalse();
    }

    @Test
    void each_further_ban_lasts_twice_as_long() {
        fail(3);
        clock.pass(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(tracker.isBanned("10.0.0.1")).isFalse();
        fail(1);
        clock.pass(Duration.ofMinutes(19));
        assertThat(tracker.isBanned("10.0.0.1")).isTrue();
    }

    @Test
    void many_addresses_are_forgotten_in_turn() {
        for (int i = 0; i < 20000; i++) {
            tracker.failed("10.0." + i, "x");
        }
        assertThat(tracker.attempted()).hasSize(10000);
    }
}
