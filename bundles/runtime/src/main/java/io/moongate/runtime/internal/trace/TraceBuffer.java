package io.moongate.runtime.internal.trace;

import io.moongate.runtime.Trace;
import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.TraceLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ring of the latest entries, bounded by bytes, which also go to the log as {@code trace.<vm>}. */
@Component(service = TraceLog.class)
public final class TraceBuffer implements TraceLog {

    /** How many bytes of text the buffer keeps. */
    static final int CAPACITY = 64 << 10;
    /** What an entry costs beside its text. */
    private static final int OVERHEAD = 64;
    /** The longest text of one entry; the rest of a longer one is cut and counted. */
    static final int LONGEST = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(TraceBuffer.class);

    private final Deque<TraceEntry> entries = new ArrayDeque<>();
    private final Set<Consumer<TraceEntry>> listeners = new CopyOnWriteArraySet<>();
    private int bytes;

    @Activate
    public TraceBuffer() {}

    @Override
    public Trace of(String vm) {
        Logger logger = LoggerFactory.getLogger("trace." + vm);
        return (priority, text) -> {
            TraceEntry entry = new TraceEntry(Instant.now(), vm, priority, bounded(text));
            add(entry);
            listeners.forEach(listener -> tell(listener, entry));
            logger.info("{}", entry.message().stripTrailing());
        };
    }

    private static byte[] bounded(byte[] text) {
        if (text.length <= LONGEST) {
            return text;
        }
        byte[] mark = ("… (" + (text.length - LONGEST) + " bytes more)\n").getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, LONGEST + mark.length);
        System.arraycopy(mark, 0, cut, LONGEST, mark.length);
        return cut;
    }

    private synchronized void add(TraceEntry entry) {
        entries.addLast(entry);
        bytes += cost(entry);
        while (bytes > CAPACITY) {
            bytes -= cost(entries.removeFirst());
        }
    }

    private static int cost(TraceEntry entry) {
        return entry.text().length + OVERHEAD;
    }

    private static void tell(Consumer<TraceEntry> listener, TraceEntry entry) {
        try {
            listener.accept(entry);
        } catch (RuntimeException e) {
            LOG.warn("a trace listener failed", e);
        }
    }

    @Override
    public synchronized List<TraceEntry> recent() {
        return List.copyOf(entries);
    }

    @Override
    public Subscription subscribe(Consumer<TraceEntry> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
