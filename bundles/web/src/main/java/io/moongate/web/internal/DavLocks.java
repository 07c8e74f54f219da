package io.moongate.web.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Exclusive write locks of a WebDAV directory, RFC 4918 section 6. Thread-safe. */
final class DavLocks {

    static final long LONGEST_SECONDS = 24 * 3600;

    /** @param path without slashes at the ends. @param deep whether it covers what is below. @param owner as the client wrote it, XML */
    record Lock(String path, String token, boolean deep, String owner, String user, long until) {}

    private final int limit;
    private final LongSupplier seconds;
    private final Map<String, Lock> byPath = new HashMap<>();

    /** @param limit locks at a time */
    DavLocks(int limit, LongSupplier seconds) {
        this.limit = limit;
        this.seconds = seconds;
    }

    /** The lock that covers a path. */
    synchronized Optional<Lock> covering(String path) {
        expire();
        String at = path;
        while (true) {
            Lock lock = byPath.get(at);
            if (lock != null && (at.equals(path) || lock.deep)) {
                return Optional.of(lock);
            }
            int slash = at.lastIndexOf('/');
            if (at.isEmpty()) {
                return Optional.empty();
            }
            at = slash < 0 ? "" : at.substring(0, slash);
        }
    }

    /** A lock on a path or on anything below it that {@code tokens} does not hold. */
    synchronized Optional<Lock> conflicting(String path, String tokens) {
        Optional<Lock> above = covering(path).filter(lock -> !tokens.contains(lock.token));
        if (above.isPresent()) {
            return above;
        }
        String below = path.isEmpty() ? "" : path + "/";
        return byPath.values().stream()
                .filter(lock -> lock.path.startsWith(below) && !tokens.contains(lock.token))
                .findFirst();
    }

    /** A new lock, unless the path is locked or there are too many. */
    synchronized Optional<Lock> lock(String path, boolean deep, String owner, String user, long time) {
        if (conflicting(path, "").isPresent() || byPath.size() >= limit) {
            return Optional.empty();
        }
        Lock lock = new Lock(path, "opaquelocktoken:" + UUID.randomUUID(), deep, owner, user, until(time));
        byPath.put(path, lock);
        return Optional.of(lock);
    }

    synchronized Lock refresh(Lock lock, long time) {
        Lock next = new Lock(lock.path, lock.token, lock.deep, lock.owner, lock.user, until(time));
        byPath.put(lock.path, next);
        return next;
    }

    private long until(long time) {
        return seconds.getAsLong() + Math.clamp(time, 1, LONGEST_SECONDS);
    }

    long secondsLeft(Lock lock) {
        return Math.max(0, lock.until - seconds.getAsLong());
    }

    synchronized boolean unlock(String path) {
        return byPath.remove(path) != null;
    }

    /** What was deleted or moved away is not locked any more. */
    synchronized void forget(String path) {
        byPath.keySet().removeIf(locked -> locked.equals(path) || locked.startsWith(path + "/"));
    }

    private void expire() {
        long now = seconds.getAsLong();
        byPath.values().removeIf(lock -> lock.until <= now);
    }
}
