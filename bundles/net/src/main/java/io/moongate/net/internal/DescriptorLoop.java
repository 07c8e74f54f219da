package io.moongate.net.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.posix.DescriptorStreams;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads and writes descriptors when poll(2) says that it can; started with the first of them. */
@Component(service = DescriptorStreams.class)
public final class DescriptorLoop implements DescriptorStreams {

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorLoop.class);

    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int BUFFER_BYTES = 16 << 10;
    /** How often closed streams with something left to send are looked at. */
    private static final int CLOSING_MILLIS = 500;

    private static final byte[] WAKE = {1};

    private final Set<DescriptorStream> streams = ConcurrentHashMap.newKeySet();
    private final Queue<CompletableFuture<@Nullable Void>> turns = new ConcurrentLinkedQueue<>();
    private Posix.@Nullable Pipe alarm;
    private volatile boolean stopped;

    @Override
    public ByteStream open(int descriptor, boolean canRead) {
        DescriptorStream stream = new DescriptorStream(this, descriptor, canRead);
        streams.add(stream);
        start();
        wake();
        return stream;
    }

    private synchronized void start() {
        if (alarm != null) {
            return;
        }
        try {
            Posix.Pipe pipe = Posix.pipe();
            Posix.setNonBlocking(pipe.readEnd());
            Posix.setNonBlocking(pipe.writeEnd());
            alarm = pipe;
            Thread.ofPlatform().daemon().name("net-descriptors").start(() -> run(pipe));
        } catch (PosixException e) {
            throw new IllegalStateException("no pipe for the descriptor loop: " + e.getMessage(), e);
        }
    }

    /** Makes the loop look at what the streams want. */
    synchronized void wake() {
        if (alarm != null) {
            try (Arena arena = Arena.ofConfined()) {
                Posix.write(alarm.writeEnd(), arena.allocateFrom(ValueLayout.JAVA_BYTE, WAKE));
            } catch (PosixException e) {
                // Full: the loop is about to wake anyhow.
                LOG.trace("wake", e);
            }
        }
    }

    /** Completes when the loop has tried everything that is wanted now. */
    CompletableFuture<@Nullable Void> afterTurn() {
        CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
        turns.add(turn);
        wake();
        return turn;
    }

    private void run(Posix.Pipe pipe) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES);
            while (!stopped) {
                turn(pipe, buffer);
            }
        } catch (PosixException e) {
            LOG.error("poll failed; this is a defect of Moongate, please report it", e);
        } finally {
            streams.forEach(this::end);
            turns.forEach(turn -> turn.complete(null));
            closeAlarm(pipe);
        }
    }

    private synchronized void closeAlarm(Posix.Pipe pipe) {
        alarm = null;
        Posix.close(pipe.readEnd());
        Posix.close(pipe.writeEnd());
    }

    private void turn(Posix.Pipe pipe, MemorySegment buffer) throws PosixException {
        streams.stream().filter(DescriptorStream::wantsToWrite).forEach(DescriptorStream::write);
        streams.stream().filter(DescriptorStream::isFinished).forEach(this::end);
        for (var turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.complete(null);
        }
        List<DescriptorStream> polled = new ArrayList<>();
        for (DescriptorStream stream : streams) {
            if (stream.wantsToRead() || stream.wantsToWrite()) {
                polled.add(stream);
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = pollSet(arena, pipe, polled);
            poll(set, polled);
            if (events(set, 0) != 0) {
                drain(pipe, buffer);
            }
            for (int i = 0; i < polled.size(); i++) {
                if (events(set, i + 1) != 0 && polled.get(i).wantsToRead()) {
                    polled.get(i).read(buffer);
                }
            }
        }
    }

    private static MemorySegment pollSet(Arena arena, Posix.Pipe pipe, List<DescriptorStream> polled) {
        MemorySegment set = arena.allocate((polled.size() + 1L) * POLLFD_BYTES, Integer.BYTES);
        put(set, 0, pipe.readEnd(), POLLIN);
        for (int i = 0; i < polled.size(); i++) {
            DescriptorStream stream = polled.get(i);
            int events = (stream.wantsToRead() ? POLLIN : 0) | (stream.wantsToWrite() ? POLLOUT : 0);
            put(set, i + 1, stream.descriptor(), (short) events);
        }
        return set;
    }

    private static void put(MemorySegment set, int index, int descriptor, short events) {
        set.set(ValueLayout.JAVA_INT, (long) index * POLLFD_BYTES, descriptor);
        set.set(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + Integer.BYTES, events);
    }

    private static short events(MemorySegment set, int index) {
        return set.get(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + Integer.BYTES + Short.BYTES);
    }

    private static void poll(MemorySegment set, List<DescriptorStream> polled) throws PosixException {
        boolean isClosing = polled.stream().anyMatch(DescriptorStream::isClosing);
        try {
            Posix.poll(set, polled.size() + 1, isClosing ? CLOSING_MILLIS : -1);
        } catch (PosixException e) {
            if (e.errno() != Posix.EINTR) {
                throw e;
            }
        }
    }

    private static void drain(Posix.Pipe pipe, MemorySegment buffer) {
        try {
            while (Posix.read(pipe.readEnd(), buffer) == buffer.byteSize()) {
                continue;
            }
        } catch (PosixException e) {
            LOG.trace("nothing left in the alarm pipe", e);
        }
    }

    private void end(DescriptorStream stream) {
        streams.remove(stream);
        Posix.close(stream.descriptor());
        stream.ended();
    }

    /** Closes what is open. Idempotent. */
    @Deactivate
    public void close() {
        stopped = true;
        wake();
    }
}
