package io.moongate.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What was received and not taken yet: for implementors of {@link ByteStream}. Thread-safe. */
public final class ReceiveQueue {

    private final int readAhead;
    private final Runnable resume;
    private final Queue<byte[]> chunks = new ArrayDeque<>(2);
    /** Bytes of the first chunk that were taken. */
    private int taken;

    private int size;
    private boolean paused;
    private boolean ended;
    private @Nullable CompletableFuture<@Nullable Void> waiter;

    /**
     * @param readAhead bytes that may be received beyond what was asked for
     * @param resume asks for more to be received; called outside of locks, from any thread
     */
    public ReceiveQueue(int readAhead, Runnable resume) {
        this.readAhead = readAhead;
        this.resume = resume;
    }

    public void add(byte[] chunk) {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            chunks.add(chunk);
            size += chunk.length;
            woken = takeWaiter();
        }
        complete(woken);
    }

    /** Nothing more will come. */
    public void end() {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            ended = true;
            woken = takeWaiter();
        }
        complete(woken);
    }

    /** Whether to go on receiving; if not, {@code resume} is called when there is room again. */
    public synchronized boolean wantsMore() {
        paused = size > readAhead;
        return !paused && !ended;
    }

    private @Nullable CompletableFuture<@Nullable Void> takeWaiter() {
        CompletableFuture<@Nullable Void> taken = waiter;
        waiter = null;
        return taken;
    }

    private static void complete(@Nullable CompletableFuture<@Nullable Void> woken) {
        if (woken != null) {
            woken.complete(null);
        }
    }

    /** See {@link ByteStream#poll}. */
    public byte @Nullable [] poll(int limit) {
        byte[] bytes;
        boolean resumes;
        synchronized (this) {
            if (size == 0) {
                return null;
            }
            bytes = take(Math.min(limit, size));
            resumes = paused && size <= readAhead;
            paused &= !resumes;
        }
        if (resumes) {
            resume.run();
        }
        return bytes;
    }

    private byte[] take(int length) {
        size -= length;
        byte[] first = chunks.element();
        if (taken == 0 && first.length == length) {
            return chunks.remove();
        }
        byte[] joined = new byte[length];
        for (int filled = 0; filled < length; ) {
            filled += copyFirst(joined, filled);
        }
        return joined;
    }

    private int copyFirst(byte[] target, int at) {
        byte[] first = chunks.element();
        int n = Math.min(first.length - taken, target.length - at);
        System.arraycopy(first, taken, target, at, n);
        taken += n;
        if (taken == first.length) {
            chunks.remove();
            taken = 0;
        }
        return n;
    }

    /** See {@link ByteStream#readable}. */
    public synchronized CompletableFuture<@Nullable Void> readable() {
        if (size > 0 || ended) {
            return CompletableFuture.completedFuture(null);
        }
        if (waiter == null || waiter.isDone()) {
            waiter = new CompletableFuture<>();
        }
        return waiter;
    }

    /** See {@link ByteStream#isEnded}. */
    public synchronized boolean isEnded() {
        return ended && size == 0;
    }
}
