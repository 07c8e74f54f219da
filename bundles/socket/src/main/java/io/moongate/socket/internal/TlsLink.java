package io.moongate.socket.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** TLS on one connection: its handler, and what is known of the peer once the handshake is done. */
final class TlsLink {

    /** How long a handshake may take. */
    private static final long HANDSHAKE_SECONDS = 10;

    private final TlsContext context;
    private final SslHandler handler;
    private volatile @Nullable TlsPeer peer;

    private TlsLink(TlsContext context, SSLEngine engine) {
        this.context = context;
        this.handler = new SslHandler(engine);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                peer = this.context.peer(engine);
            }
        });
    }

    static TlsLink client(TlsContext context, String host, int port, Alpn alpn) {
        return new TlsLink(context, context.clientEngine(host, port, alpn.protocols()));
    }

    static TlsLink server(TlsContext context, Alpn alpn) {
        return new TlsLink(context, context.serverEngine(alpn.protocols()));
    }

    SslHandler handler() {
        return handler;
    }

    /** Empty before the handshake is done. */
    Optional<TlsPeer> peer() {
        return Optional.ofNullable(peer);
    }
}
