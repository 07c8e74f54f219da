package io.moongate.socket.internal;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a socket of Lua stands for at a time. Thread-safe. */
sealed interface Endpoint permits Unconnected, StreamEndpoint, ListenEndpoint, DatagramEndpoint {

    /** Lets go of what the system holds; what was written before is still sent. Idempotent. */
    void close();

    /** Completes when a local address that others may want is free again. */
    default CompletableFuture<@Nullable Void> released() {
        return CompletableFuture.completedFuture(null);
    }

    /** Makes those who wait for something of this endpoint look again. */
    void wake();

    /** Empty when closed. */
    Optional<InetSocketAddress> localAddress();

    /** Empty when closed or not connected. */
    Optional<InetSocketAddress> remoteAddress();
}
