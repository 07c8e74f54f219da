package io.moongate.socket.internal;

import io.moongate.net.WebSocketUpgrade;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A server's answer to a WebSocket handshake (RFC 6455, section 4.2.2). */
final class SwitchingProtocols {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private SwitchingProtocols() {}

    static String response(WebSocketUpgrade.Requested requested) {
        StringBuilder response = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(requested.key()) + "\r\n");
        requested
                .headers()
                .forEach(header -> response.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n"));
        return response.append("\r\n").toString();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
