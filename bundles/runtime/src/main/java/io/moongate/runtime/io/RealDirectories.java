package io.moongate.runtime.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Remembers for a second where directories really are: following links takes one call of the system a component. */
final class RealDirectories {

    private static final int LIMIT = 256;
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Place(Path real, long since) {}

    private final Map<Path, Place> places = new ConcurrentHashMap<>();

    /** The directory with all links followed. */
    Path real(Path directory) throws IOException {
        Place known = places.get(directory);
        long now = System.nanoTime();
        if (known != null && now - known.since < VALID_NANOS) {
            return known.real;
        }
        Path real = directory.toRealPath();
        if (places.size() >= LIMIT) {
            places.clear();
        }
        places.put(directory, new Place(real, now));
        return real;
    }
}
