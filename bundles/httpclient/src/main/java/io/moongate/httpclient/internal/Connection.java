package io.moongate.httpclient.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.tls.TlsPeer;
import java.util.Optional;

/**
 * A connection to a server, perhaps through a proxy.
 *
 * @param host whom it is for
 * @param tls what is known of the server when the connection is secured
 */
record Connection(ChannelStream stream, Input input, boolean secure, String host, int port, Optional<TlsPeer> tls) {

    boolean serves(Url url) {
        return host.equals(url.host()) && port == url.port() && secure == url.isSecure();
    }

    void close() {
        stream.close();
    }
}
