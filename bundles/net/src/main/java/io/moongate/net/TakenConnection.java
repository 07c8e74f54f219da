package io.moongate.net;

import io.moongate.net.tls.TlsPeer;
import io.netty.channel.Channel;
import java.util.Optional;

/**
 * A connection that changed hands. The receiver owns the channel: it closes it, and reads it with {@code
 * channel.read()} as long as auto-read is off.
 *
 * @param channel with nothing but TLS in its pipeline, active unless the peer has just gone
 * @param received bytes that came behind the HTTP header and belong to the new owner
 * @param peerName the name the connection was made to, for the check of certificates; empty on a server
 * @param tls what is known of the peer when the connection is secured
 * @param webSocket present when the exchange was a WebSocket upgrade
 */
public record TakenConnection(
        Channel channel,
        byte[] received,
        String peerName,
        Optional<TlsPeer> tls,
        Optional<WebSocketUpgrade> webSocket) {}
