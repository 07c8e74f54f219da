package io.moongate.socket.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.tls.TlsPeer;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection or pipe: a stream, perhaps with TLS under it and WebSocket frames on it. */
final class StreamEndpoint implements Endpoint {

    private final ByteStream stream;
    /** The name the connection was made to; empty for accepted connections. */
    private final String peerName;

    private volatile Optional<TlsLink> tls;
    /** Known when the connection came secured from somewhere else. */
    private final Optional<TlsPeer> givenPeer;

    private final @Nullable WebSocket webSocket;

    private StreamEndpoint(
            ByteStream stream,
            String peerName,
            Optional<TlsLink> tls,
            Optional<TlsPeer> givenPeer,
            @Nullable WebSocket webSocket) {
        this.stream = stream;
        this.peerName = peerName;
        this.tls = tls;
        this.givenPeer = givenPeer;
        this.webSocket = webSocket;
    }

    static StreamEndpoint of(ByteStream stream, String peerName, Optional<TlsLink> tls) {
        return new StreamEndpoint(stream, peerName, tls, Optional.empty(), null);
    }

    static StreamEndpoint taken(
            ByteStream stream, String peerName, Optional<TlsPeer> peer, @Nullable WebSocket webSocket) {
        return new StreamEndpoint(stream, peerName, Optional.empty(), peer, webSocket);
    }

    ByteStream stream() {
        return stream;
    }

    String peerName() {
        return peerName;
    }

    @Nullable
    WebSocket webSocket() {
        return webSocket;
    }

    boolean isSecure() {
        return tls.isPresent() || givenPeer.isPresent();
    }

    /** Empty without TLS and before the handshake is done. */
    Optional<TlsPeer> tlsPeer() {
        return givenPeer.or(() -> tls.flatMap(TlsLink::peer));
    }

    Optional<TlsLink> tls() {
        return tls;
    }

    void secured(TlsLink link) {
        tls = Optional.of(link);
    }

    @Override
    public void close() {
        if (webSocket != null && stream.isOpen()) {
            webSocket.close(WebSocket.NORMAL_CLOSURE);
        }
        stream.close();
    }

    @Override
    public void wake() {
        stream.readable().complete(null);
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return stream.localAddress();
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return stream.remoteAddress();
    }
}
