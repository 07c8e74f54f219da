package io.moongate.web.internal;

import java.net.InetSocketAddress;

/** Reads {@code host:port}, {@code [v6]:port} and {@code port}. */
final class Addresses {
    private Addresses() {}

    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        int port = port(text, text.substring(colon + 1));
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.isEmpty() || bare.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(bare, port);
    }

    private static int port(String text, String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("'" + text + "' is no address: host:port expected, port 0 to 65535");
        }
        return Integer.parseInt(digits);
    }
}
