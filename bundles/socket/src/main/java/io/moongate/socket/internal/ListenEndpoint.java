package io.moongate.socket.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listener. Connections stay with the operating system until Lua accepts them, but for a few. */
final class ListenEndpoint implements Endpoint {

    /** How long to wait when the system has no descriptors left for another connection. */
    private static final long RETRY_MILLIS = 100;

    /** Connections taken from the system before Lua accepts them, once it has accepted the first. */
    static final int READY = 64;

    private final Queue<StreamEndpoint> accepted = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Channel> channel = new CompletableFuture<>();
    private @Nullable CompletableFuture<@Nullable Void> waiter;

    /** For the listening channel's pipeline: goes on after errors. */
    static final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelConfig config = context.channel().config();
            if (config.isAutoRead()) {
                config.setAutoRead(false);
                context.executor().schedule(() -> config.setAutoRead(true), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    void bound(Channel listening) {
        channel.complete(listening);
    }

    /** A connection has come; on an event loop. */
    void add(StreamEndpoint connection) {
        accepted.add(connection);
        if (!isOpen()) {
            dropAccepted();
        } else if (accepted.size() >= READY) {
            channel.thenAccept(listening -> listening.config().setAutoRead(false));
        }
        wake();
    }

    private boolean isOpen() {
        return !channel.isDone() || channel.join().isOpen();
    }

    /** The next connection, or null when none waits. */
    @Nullable
    StreamEndpoint poll() {
        return accepted.poll();
    }

    /** Completes when {@link #poll} may have something to give. Whoever waits may complete it to stop waiting. */
    synchronized CompletableFuture<@Nullable Void> acceptable() {
        if (!accepted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (waiter == null || waiter.isDone()) {
            waiter = new CompletableFuture<>();
            channel.thenAccept(listening -> listening.config().setAutoRead(true));
        }
        return waiter;
    }

    @Override
    public void wake() {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            woken = waiter;
        }
        if (woken != null) {
            woken.complete(null);
        }
    }

    @Override
    public void close() {
        channel.thenAccept(Channel::close);
        dropAccepted();
    }

    @Override
    public CompletableFuture<@Nullable Void> released() {
        CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
        Channel listening = channel.join();
        // One turn later: the JDK's selectors let go of a port only when they look for events again.
        listening.closeFuture().addListener(done -> listening.eventLoop().execute(() -> released.complete(null)));
        return released;
    }

    private void dropAccepted() {
        for (StreamEndpoint next = accepted.poll(); next != null; next = accepted.poll()) {
            next.close();
        }
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return isOpen() ? Optional.of((InetSocketAddress) channel.join().localAddress()) : Optional.empty();
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return Optional.empty();
    }
}
