package io.moongate.httpclient.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.luaj.vm2.LuaString;

/**
 * Where a request goes.
 *
 * @param scheme {@code http}, {@code https}, {@code ws} or {@code wss}
 * @param path not encoded, with its leading slash
 */
record Url(String scheme, String host, int port, LuaString path) {

    private static final String UNRESERVED = "-._!*()/:";

    static Url parse(LuaString text) throws HttpFailure {
        // Bytes beyond ASCII stay what they are: the path is cut out of the original.
        String url = new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.ISO_8859_1);
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        if (!scheme.matches("https?|wss?")) {
            throw new HttpFailure(HttpFailure.INVALID_URL);
        }
        int authority = colon + 3;
        int path = firstOf(url, authority);
        LuaString rest = text.substring(path, text.m_length);
        return withAuthority(scheme, url.substring(authority, path), absolute(rest));
    }

    private static int firstOf(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            if ("/?#".indexOf(url.charAt(i)) >= 0) {
                return i;
            }
        }
        return url.length();
    }

    private static LuaString absolute(LuaString path) {
        if (path.m_length > 0 && path.luaByte(0) == '/') {
            return path;
        }
        byte[] bytes = new byte[path.m_length + 1];
        bytes[0] = '/';
        path.copyInto(0, bytes, 1, path.m_length);
        return LuaString.valueUsing(bytes);
    }

    private static Url withAuthority(String scheme, String authority, LuaString path) throws HttpFailure {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority.substring(colon + 1)) : defaultPort(scheme);
        if (host.isEmpty()) {
            throw new HttpFailure(HttpFailure.INVALID_URL);
        }
        return new Url(scheme, host.startsWith("[") && bracket > 0 ? host.substring(1, bracket) : host, port, path);
    }

    private static int port(String digits) throws HttpFailure {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
            throw new HttpFailure(HttpFailure.INVALID_URL);
        }
        return Integer.parseInt(digits);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") || scheme.equals("wss") ? 443 : 80;
    }

    boolean isSecure() {
        return scheme.equals("https") || scheme.equals("wss");
    }

    boolean isWebSocket() {
        return scheme.startsWith("ws");
    }

    /** What the Host field says: without the port where it is the scheme's own. */
    String hostField() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** Percent-encodes everything that is neither harmless in a path nor beyond ASCII. */
    static String encode(LuaString text) {
        StringBuilder encoded = new StringBuilder(text.m_length + 16);
        for (int i = 0; i < text.m_length; i++) {
            int b = text.luaByte(i);
            boolean isPlain = b >= 0x80 || isAlphanumeric(b) || UNRESERVED.indexOf(b) >= 0;
            encoded.append(isPlain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02x", b));
        }
        return encoded.toString();
    }

    private static boolean isAlphanumeric(int b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }
}
