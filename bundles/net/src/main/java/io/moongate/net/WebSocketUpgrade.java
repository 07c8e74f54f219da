package io.moongate.net;

import java.util.List;
import java.util.Map;

/** How far a WebSocket handshake (RFC 6455 section 4) has come when its connection changes hands. */
public sealed interface WebSocketUpgrade {

    /**
     * A server's: nothing was answered yet, the new owner sends the 101 response.
     *
     * @param key the request's {@code Sec-WebSocket-Key}
     * @param headers further fields for the response, such as {@code Sec-WebSocket-Protocol}
     */
    record Requested(String key, List<Map.Entry<String, String>> headers) implements WebSocketUpgrade {}

    /** A client's: the 101 response was received and its accept key is right. */
    record Accepted() implements WebSocketUpgrade {}
}
