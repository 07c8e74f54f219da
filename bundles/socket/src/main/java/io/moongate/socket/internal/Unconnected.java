package io.moongate.socket.internal;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Nothing yet: a cosocket that has not connected. It can sleep. */
final class Unconnected implements Endpoint {

    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    /** Completes when the socket is closed. */
    CompletableFuture<@Nullable Void> closed() {
        return closed;
    }

    @Override
    public void close() {
        closed.complete(null);
    }

    @Override
    public void wake() {
        // Whoever waits, waits for the end.
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
