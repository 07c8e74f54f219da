package io.moongate.web.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoStat;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Compressed forms of files that were asked for lately. Thread-safe. */
final class CompressedFiles {

    /** Bytes kept at most. */
    private static final long LIMIT = 4 << 20;

    private record Key(int io, String path, long modified, long size) {}

    private record Entry(WeakReference<Io> io, byte[] bytes) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    byte[] get(Io io, String path, IoStat stat, Supplier<byte[]> compress) {
        Key key = new Key(System.identityHashCode(io), path, stat.modifiedSeconds(), stat.size());
        byte[] known = find(key, io);
        if (known != null) {
            return known;
        }
        byte[] made = compress.get();
        put(key, io, made);
        return made;
    }

    private synchronized byte @org.jspecify.annotations.Nullable [] find(Key key, Io io) {
        Entry entry = entries.get(key);
        return entry != null && entry.io.refersTo(io) ? entry.bytes : null;
    }

    private synchronized void put(Key key, Io io, byte[] bytes) {
        Entry before = entries.put(key, new Entry(new WeakReference<>(io), bytes));
        held += bytes.length - (before == null ? 0 : before.bytes.length);
        var oldest = entries.entrySet().iterator();
        while (held > LIMIT && oldest.hasNext()) {
            held -= oldest.next().getValue().bytes.length;
            oldest.remove();
        }
    }
}
