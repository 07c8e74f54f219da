package io.moongate.web.internal.http;

import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.netty.util.AttributeKey;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The TLS side of a connection; the peer is looked at once, when somebody asks. Thread-safe. */
final class TlsInfo {

    static final AttributeKey<TlsInfo> KEY = AttributeKey.valueOf(TlsInfo.class, "tls");

    private final TlsContext context;
    private final SSLEngine engine;
    private @Nullable TlsPeer peer;

    TlsInfo(TlsContext context, SSLEngine engine) {
        this.context = context;
        this.engine = engine;
    }

    synchronized TlsPeer peer() {
        if (peer == null) {
            peer = context.peer(engine);
        }
        return peer;
    }
}
