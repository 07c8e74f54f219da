package io.moongate.net;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is to be sent, and who waits for it to be: for implementors of {@link ByteStream}. Thread-safe. */
public final class SendQueue {

    /** So many bytes may be queued before writers wait, and this is how few let them go on. */
    private static final int HIGH = 64 << 10;

    private static final int LOW = 16 << 10;

    private static final class Message {
        final byte[] data;
        int offset;
        int length;

        Message(byte[] data, int offset, int length) {
            this.data = data;
            this.offset = offset;
            this.length = length;
        }
    }

    private record Waiter(long limit, CompletableFuture<@Nullable Void> future) {}

    /** Bytes that come next. */
    public record Slice(byte[] data, int offset, int length) {}

    private final Queue<Message> messages = new ArrayDeque<>(2);
    private final List<Waiter> waiters = new ArrayList<>(1);
    private long queued;
    private boolean closing;
    private boolean broken;

    /** @return false when the queue is closed: the bytes are dropped */
    public synchronized boolean add(byte[] data, int offset, int length) {
        if (closing || broken) {
            return false;
        }
        messages.add(new Message(data, offset, length));
        queued += length;
        return true;
    }

    /** What comes next, at most {@code limit} bytes; null when there is nothing. It stays in the queue. */
    public synchronized @Nullable Slice peek(int limit) {
        Message first = messages.peek();
        return first == null ? null : new Slice(first.data, first.offset, Math.min(first.length, limit));
    }

    /** Takes bytes of the last {@link #peek} out of the queue; they count as queued until they are sent. */
    public synchronized void take(int length) {
        Message first = messages.peek();
        if (first == null) {
            return;
        }
        first.offset += length;
        first.length -= length;
        if (first.length == 0) {
            messages.remove();
        }
    }

    /**
     * What comes next as one slice, taken out of the queue: a part of one message, or several short ones joined, at most
     * {@code limit} bytes. Null when there is nothing. It counts as queued until it is sent.
     */
    public synchronized @Nullable Slice takeJoined(int limit) {
        Slice first = peek(limit);
        if (first == null) {
            return null;
        }
        take(first.length);
        Message second = messages.peek();
        return second == null || first.length + second.length > limit ? first : join(first, limit);
    }

    private Slice join(Slice first, int limit) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(2 * first.length);
        joined.write(first.data, first.offset, first.length);
        for (Message next = messages.peek();
                next != null && joined.size() + next.length <= limit;
                next = messages.peek()) {
            joined.write(next.data, next.offset, next.length);
            messages.remove();
        }
        return new Slice(joined.toByteArray(), 0, joined.size());
    }

    /** Bytes taken out have left this process. */
    public void sent(int length) {
        List<Waiter> woken = new ArrayList<>(waiters.size());
        synchronized (this) {
            queued = Math.max(0, queued - length);
            waiters.removeIf(waiter -> queued <= waiter.limit && woken.add(waiter));
        }
        woken.forEach(waiter -> waiter.future.complete(null));
    }

    /** Takes nothing more; who waits to write more fails. What is queued can still be sent. */
    public void close() {
        List<Waiter> woken;
        synchronized (this) {
            closing = true;
            woken = takeWaiters();
        }
        failAll(woken);
    }

    /** Nothing can be sent any more: drops what is queued and fails who waits. */
    public void fail() {
        List<Waiter> woken;
        synchronized (this) {
            broken = true;
            messages.clear();
            queued = 0;
            woken = takeWaiters();
        }
        failAll(woken);
    }

    private List<Waiter> takeWaiters() {
        List<Waiter> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }

    private static void failAll(List<Waiter> waiters) {
        waiters.forEach(waiter -> waiter.future.completeExceptionally(writeFailed()));
    }

    private static NetException writeFailed() {
        return new NetException(NetException.WRITE_FAILED, "the connection is closed");
    }

    /** See {@link ByteStream#writable}. */
    public CompletableFuture<@Nullable Void> writable() {
        return until(HIGH, LOW);
    }

    /** See {@link ByteStream#flushed}. */
    public CompletableFuture<@Nullable Void> flushed() {
        return until(0, 0);
    }

    private synchronized CompletableFuture<@Nullable Void> until(long acceptable, long limit) {
        if (broken || closing) {
            return CompletableFuture.failedFuture(writeFailed());
        }
        if (queued <= acceptable) {
            return CompletableFuture.completedFuture(null);
        }
        Waiter waiter = new Waiter(limit, new CompletableFuture<>());
        waiters.add(waiter);
        return waiter.future;
    }

    /** Bytes that have not left this process. */
    public synchronized long queued() {
        return queued;
    }

    /** Neither closed nor broken. */
    public synchronized boolean isOpen() {
        return !closing && !broken;
    }

    /** Closed, and everything is sent. */
    public synchronized boolean isFinished() {
        return closing && queued == 0;
    }
}
