package io.moongate.web.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bans addresses that guess passwords: after some failures in a row an address is refused for a time that doubles with
 * every further ban. Thread-safe.
 */
final class LoginTracker {

    /** An address with failed logins. @param bans how often it was banned; @param until second of the ban's end */
    record Attempt(String address, String user, int failures, int bans, long time, long until) {}

    record Success(String address, String user, long time) {}

    /** Addresses remembered; the oldest go first. */
    private static final int LIMIT = 10000;

    private static final int SUCCESSES = 100;
    private static final int MOST_DOUBLINGS = 8;

    private final Clock clock;
    private final int allowed;
    private final Duration ban;
    private final Map<String, Attempt> attempts = bounded(LIMIT);
    private final Map<String, Success> successes = bounded(SUCCESSES);

    /** @param allowed failures in a row before a ban */
    LoginTracker(Clock clock, int allowed, Duration ban) {
        this.clock = clock;
        this.allowed = allowed;
        this.ban = ban;
    }

    private static <V> Map<String, V> bounded(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    synchronized boolean isBanned(String address) {
        Attempt attempt = attempts.get(address);
        return attempt != null && attempt.until > now();
    }

    synchronized int failures(String address) {
        Attempt attempt = attempts.get(address);
        return attempt == null ? 0 : attempt.failures;
    }

    synchronized void failed(String address, String user) {
        Attempt before = attempts.getOrDefault(address, new Attempt(address, user, 0, 0, 0, 0));
        int failures = before.failures + 1;
        boolean banned = failures >= allowed;
        int bans = before.bans + (banned ? 1 : 0);
        long until = banned ? now() + (ban.toSeconds() << Math.min(bans - 1, MOST_DOUBLINGS)) : before.until;
        attempts.put(address, new Attempt(address, user, failures, bans, now(), until));
    }

    synchronized void succeeded(String address, String user) {
        attempts.remove(address);
        successes.put(address + " " + user, new Success(address, user, now()));
    }

    synchronized List<Attempt> attempted() {
        return List.copyOf(attempts.values());
    }

    synchronized List<Success> successful() {
        return List.copyOf(successes.values());
    }

    synchronized void clear() {
        attempts.clear();
    }
}
