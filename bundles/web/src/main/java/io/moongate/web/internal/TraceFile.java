package io.moongate.web.internal;

import io.moongate.runtime.TraceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the trace to a file that is put aside when it is full. On a thread of its own; when the disk is slower than the
 * trace, entries are dropped and counted.
 */
final class TraceFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);
    private static final int QUEUE = 1000;
    private static final long STOP_MILLIS = 2000;

    private final Path file;
    private final long limit;
    private final int keep;
    private final BlockingQueue<TraceEntry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread writer;
    private volatile boolean closed;

    /** @param keep files put aside that are kept, as {@code file.1}, the newest, to {@code file.keep} */
    TraceFile(Path file, long limit, int keep) {
        this.file = file;
        this.limit = limit;
        this.keep = keep;
        this.writer = Thread.ofPlatform().name("trace-file").daemon().start(this::write);
    }

    /** Takes an entry; never waits. */
    void accept(TraceEntry entry) {
        if (!closed && !queue.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (!closed || !queue.isEmpty()) {
                append(queue.take());
            }
        } catch (InterruptedException e) {
            queue.forEach(this::append);
        }
    }

    private void append(TraceEntry entry) {
        int lost = dropped.getAndSet(0);
        String note = lost == 0 ? "" : "(" + lost + " entries were dropped: the disk is too slow)\n";
        String line = note + entry.time().truncatedTo(ChronoUnit.MILLIS) + " " + entry.vm() + ": " + entry.message();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) + line.length() > limit) {
                putAside();
            }
            Files.writeString(
                    file,
                    line.endsWith("\n") ? line : line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("cannot write the trace to {}: {}", file, e.getMessage());
        }
    }

    private void putAside() throws IOException {
        for (int i = keep; i > 0; i--) {
            Path from = i == 1 ? file : aside(i - 1);
            if (Files.exists(from)) {
                Files.move(from, aside(i), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.deleteIfExists(file);
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** Writes what is left, then ends. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
