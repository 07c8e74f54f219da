package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request between the event loop, which fills it, and a strand, which reads it. The connection stops
 * reading from the peer while much is unread.
 */
public final class RequestBody {

    private static final byte[] END = {};

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private final Runnable onRead;
    private final long limit;
    private long received;
    private long queued;
    private boolean ended;
    private boolean discarding;
    private boolean touched;
    private @Nullable BodyException failure;
    private @Nullable CompletableFuture<byte[]> reader;

    /** @param onRead told when unread bytes became fewer or the first read happens; on the reader's thread */
    RequestBody(long limit, Runnable onRead) {
        this.limit = limit;
        this.onRead = onRead;
    }

    synchronized long queued() {
        return queued;
    }

    /** Whether the last byte has come. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Whether somebody has begun to read. */
    synchronized boolean isTouched() {
        return touched;
    }

    /** The next piece of the body; an empty array at its end. Fails with a {@link BodyException}. */
    public CompletionStage<byte[]> read() {
        CompletableFuture<byte[]> result = take();
        onRead.run();
        return result;
    }

    private synchronized CompletableFuture<byte[]> take() {
        touched = true;
        byte[] next = chunks.poll();
        if (next != null) {
            queued -= next.length;
            return CompletableFuture.completedFuture(next);
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (ended) {
            return CompletableFuture.completedFuture(END);
        }
        reader = new CompletableFuture<>();
        return reader;
    }

    /** Reads everything. Fails with {@link BodyException#TOO_LARGE} beyond {@code max} bytes. */
    public CompletionStage<byte[]> readAll(int max) {
        return readAll(max, new ByteArrayOutputStream());
    }

    private CompletionStage<byte[]> readAll(int max, ByteArrayOutputStream into) {
        return read().thenCompose(chunk -> {
            if (chunk.length == 0) {
                return CompletableFuture.completedFuture(into.toByteArray());
            }
            into.writeBytes(chunk);
            if (into.size() > max) {
                return CompletableFuture.failedFuture(new BodyException(
                        BodyException.TOO_LARGE, "body is larger than the limit of " + max + " bytes"));
            }
            return readAll(max, into);
        });
    }

    /** On the event loop: takes over what came. */
    void offer(ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        if (bytes.length == 0) {
            return;
        }
        CompletableFuture<byte[]> waiting;
        synchronized (this) {
            received += bytes.length;
            if (received > limit) {
                failure = new BodyException(
                        BodyException.TOO_LARGE, "body is larger than the limit of " + limit + " bytes");
                discarding = true;
            }
            if (discarding) {
                return;
            }
            waiting = reader;
            reader = null;
            if (waiting == null) {
                chunks.add(bytes);
                queued += bytes.length;
            }
        }
        if (waiting != null) {
            waiting.complete(bytes);
        }
    }

    void end() {
        CompletableFuture<byte[]> waiting;
        synchronized (this) {
            ended = true;
            waiting = reader;
            reader = null;
        }
        if (waiting != null) {
            waiting.complete(END);
        }
    }

    void fail(BodyException error) {
        CompletableFuture<byte[]> waiting;
        synchronized (this) {
            if (failure == null) {
                failure = error;
            }
            waiting = reader;
            reader = null;
        }
        if (waiting != null) {
            waiting.completeExceptionally(error);
        }
    }

    /** Throws the rest away as it comes. */
    synchronized void discard() {
        discarding = true;
        chunks.clear();
        queued = 0;
    }

    synchronized long received() {
        return received;
    }
}
