package io.moongate.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection as two streams of bytes with flow control: while the receiver does not {@link #poll}, the peer's window
 * closes; a sender waits on {@link #writable}. No method blocks. Thread-safe; futures complete on any thread.
 */
public interface ByteStream {

    /**
     * Takes bytes that were received.
     *
     * @param limit at most this many
     * @return null when none are there
     */
    byte @Nullable [] poll(int limit);

    /**
     * Completes when {@link #poll} has something to give or {@link #isEnded}. Whoever waits may complete it too, to stop
     * waiting: a later call gives a new future.
     */
    CompletableFuture<@Nullable Void> readable();

    /** Whether everything received was taken and nothing more will come. */
    boolean isEnded();

    /**
     * Queues bytes to be sent. What is written to a stream that is not open is dropped.
     *
     * @param data kept until it is sent: the caller must not change it
     */
    void write(byte[] data, int offset, int length);

    /** Bytes written that the peer's or the host's buffers have not taken yet. */
    long queued();

    /** Whether the last attempt to send left bytes behind. */
    boolean isBlocked();

    /**
     * Completes when little enough is {@linkplain #queued queued} to write on; at once, mostly. Fails with {@link
     * NetException} {@code socketwritefailed} when the stream breaks or is closed before that.
     */
    CompletableFuture<@Nullable Void> writable();

    /** Like {@link #writable}, when nothing at all is queued. */
    CompletableFuture<@Nullable Void> flushed();

    /** Completes when sending of everything that is queued now was tried: then {@link #isBlocked} is up to date. */
    CompletableFuture<@Nullable Void> attempted();

    /** Whether both directions may still work: not closed here, not broken. The peer's end of sending does not count. */
    boolean isOpen();

    /** Sends what is queued, then closes. Idempotent. */
    void close();

    /** Empty when closed or when there is no such thing. */
    Optional<InetSocketAddress> localAddress();

    /** Empty when closed or when there is no such thing. */
    Optional<InetSocketAddress> remoteAddress();
}
