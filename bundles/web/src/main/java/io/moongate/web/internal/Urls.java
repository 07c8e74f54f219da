package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import java.nio.charset.StandardCharsets;

/** Makes URLs. Texts are Latin-1 where they come from or go to the wire, UTF-8 otherwise. */
final class Urls {
    private Urls() {}

    private static final String ESCAPED_IN_PATH = " %<>#?\"`{}|^\\";
    private static final String ESCAPED_BY_LUA = " %<>#";

    /** Escapes a decoded path for a header field. */
    static String encode(String path) {
        return encode(path.getBytes(StandardCharsets.UTF_8), ESCAPED_IN_PATH, true);
    }

    /** What {@code request:encodeurl} does: escapes what breaks a URL, and leaves other bytes. */
    static byte[] encode(byte[] text) {
        return encode(text, ESCAPED_BY_LUA, false).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String encode(byte[] bytes, String escaped, boolean asciiOnly) {
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            int c = b & 0xff;
            if (c < 32 || c == 127 || escaped.indexOf(c) >= 0 || (asciiOnly && c > 127)) {
                out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }

    /** The URL of a path on this server, as the client named it. */
    static String absolute(Exchange exchange, String pathAndQuery) {
        return origin(exchange, exchange.isSecure()) + pathAndQuery;
    }

    /** Whether no other site's page makes the request; browsers say so. */
    static boolean isSameOrigin(Exchange exchange) {
        String origin = exchange.header("Origin");
        return origin == null || origin.equals(origin(exchange, exchange.isSecure()));
    }

    static String origin(Exchange exchange, boolean secure) {
        return (secure ? "https://" : "http://") + exchange.host();
    }
}
