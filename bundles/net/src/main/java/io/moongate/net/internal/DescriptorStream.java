package io.moongate.net.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.ReceiveQueue;
import io.moongate.net.SendQueue;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream on a descriptor, which only the thread of its {@link DescriptorLoop} touches. */
final class DescriptorStream implements ByteStream {

    /** What is received beyond what was asked for, in bytes. */
    private static final int READ_AHEAD = 16 << 10;

    private static final int SLICE = 16 << 10;
    /** How long a closed stream may take to send what is queued. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DescriptorLoop loop;
    private final int descriptor;
    private final ReceiveQueue received;
    private final SendQueue toSend = new SendQueue();
    private volatile boolean reading;
    private volatile boolean blocked;
    private volatile long closedAt;

    DescriptorStream(DescriptorLoop loop, int descriptor, boolean canRead) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.reading = canRead;
        this.received = new ReceiveQueue(READ_AHEAD, this::resume);
        if (!canRead) {
            received.end();
        }
    }

    private void resume() {
        reading = true;
        loop.wake();
    }

    int descriptor() {
        return descriptor;
    }

    boolean wantsToRead() {
        return reading && toSend.isOpen();
    }

    boolean wantsToWrite() {
        return toSend.peek(1) != null;
    }

    /** Reads once. @param buffer to be used meanwhile */
    void read(MemorySegment buffer) {
        try {
            int n = Posix.read(descriptor, buffer);
            if (n == 0) {
                endReading();
                return;
            }
            received.add(buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE));
            reading = received.wantsMore();
        } catch (PosixException e) {
            if (!isTemporary(e)) {
                endReading();
            }
        }
    }

    private void endReading() {
        reading = false;
        received.end();
    }

    /** Writes as much as the descriptor takes. */
    void write() {
        try (Arena arena = Arena.ofConfined()) {
            for (SendQueue.Slice next = toSend.peek(SLICE); next != null; next = toSend.peek(SLICE)) {
                MemorySegment data = arena.allocate(next.length());
                MemorySegment.copy(next.data(), next.offset(), data, ValueLayout.JAVA_BYTE, 0, next.length());
                int n = Posix.write(descriptor, data);
                toSend.take(n);
                toSend.sent(n);
            }
            blocked = false;
        } catch (PosixException e) {
            blocked = isTemporary(e);
            if (!blocked) {
                toSend.fail();
            }
        }
    }

    private static boolean isTemporary(PosixException e) {
        return e.errno() == Posix.EAGAIN || e.errno() == Posix.EINTR;
    }

    /** Whether the descriptor is to be closed now. */
    boolean isFinished() {
        return !toSend.isOpen()
                && (toSend.isFinished() || toSend.peek(1) == null || System.nanoTime() - closedAt > LINGER_NANOS);
    }

    /** Whether the descriptor is closed as soon as everything is sent. */
    boolean isClosing() {
        return !toSend.isOpen();
    }

    /** The descriptor is closed. */
    void ended() {
        toSend.fail();
        received.end();
    }

    @Override
    public byte @Nullable [] poll(int limit) {
        return received.poll(limit);
    }

    @Override
    public CompletableFuture<@Nullable Void> readable() {
        return received.readable();
    }

    @Override
    public boolean isEnded() {
        return received.isEnded();
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        if (toSend.add(data, offset, length)) {
            loop.wake();
        }
    }

    @Override
    public long queued() {
        return toSend.queued();
    }

    @Override
    public boolean isBlocked() {
        return blocked;
    }

    @Override
    public CompletableFuture<@Nullable Void> writable() {
        return toSend.writable();
    }

    @Override
    public CompletableFuture<@Nullable Void> flushed() {
        return toSend.flushed();
    }

    @Override
    public CompletableFuture<@Nullable Void> attempted() {
        return loop.afterTurn();
    }

    @Override
    public boolean isOpen() {
        return toSend.isOpen();
    }

    @Override
    public void close() {
        if (toSend.isOpen()) {
            closedAt = System.nanoTime();
            toSend.close();
            loop.wake();
        }
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return Optional.empty();
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return Optional.empty();
    }
}
