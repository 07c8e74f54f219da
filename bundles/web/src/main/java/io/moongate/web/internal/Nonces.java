package io.moongate.web.internal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nonces of digest authentication and seeds of login forms: made without state, valid for some minutes, and each count of
 * a nonce good for one request. Thread-safe.
 */
final class Nonces {

    enum Verdict {
        GOOD,
        /** Ours but too old: the client shall try again with a new one. */
        STALE,
        /** Not ours, or used before. */
        BAD
    }

    private static final long VALID_SECONDS = 600;
    /** Used nonces remembered; the oldest go first, and they are stale by then. */
    private static final int REMEMBERED = 20000;

    private final Hashes hashes = new Hashes();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Window> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The counts of a nonce that were used: the highest, and a bit for each of the 64 up to it. */
    private static final class Window {
        private long highest;
        private long bits;

        /** @return false when the count was used or is too old to know */
        boolean use(long count) {
            if (count > highest) {
                long shift = count - highest;
                bits = shift >= 64 ? 1 : bits << shift | 1;
                highest = count;
                return true;
            }
            long age = highest - count;
            if (age >= 64 || (bits & 1L << age) != 0) {
                return false;
            }
            bits |= 1L << age;
            return true;
        }
    }

    String create() {
        String body = String.format("%08x%08x", System.currentTimeMillis() / 1000, random.nextInt());
        return body + HexFormat.of().formatHex(hashes.code(body));
    }

    /** @param count the client's counter, 1 for the first request with this nonce */
    Verdict use(String nonce, long count) {
        if (nonce.length() != 48 || !Hashes.equal(nonce.substring(16), code(nonce.substring(0, 16)))) {
            return Verdict.BAD;
        }
        long made = Long.parseLong(nonce.substring(0, 8), 16);
        if (System.currentTimeMillis() / 1000 - made > VALID_SECONDS) {
            return Verdict.STALE;
        }
        synchronized (used) {
            return used.computeIfAbsent(nonce, key -> new Window()).use(count) ? Verdict.GOOD : Verdict.BAD;
        }
    }

    private String code(String body) {
        return HexFormat.of().formatHex(hashes.code(body));
    }

    /** A seed for a login form: a number. */
    String seed() {
        return Long.toString((System.currentTimeMillis() / 1000 << 20) | random.nextInt(1 << 20));
    }

    /** The key that proves that a seed is ours: a number. */
    String seedKey(String seed) {
        return Long.toString(
                java.nio.ByteBuffer.wrap(hashes.code("seed " + seed)).getLong());
    }

    /** Whether a seed is ours, fresh, and was not used before. */
    boolean useSeed(String seed, String key) {
        if (!seed.matches("\\d{1,18}") || !Hashes.equal(seedKey(seed), key)) {
            return false;
        }
        long made = Long.parseLong(seed) >> 20;
        if (System.currentTimeMillis() / 1000 - made > VALID_SECONDS) {
            return false;
        }
        synchronized (used) {
            return used.computeIfAbsent("seed " + seed, k -> new Window()).use(1);
        }
    }
}
