package io.moongate.web.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The target of a request: a decoded path without dot segments or double slashes, and the query as it was sent.
 *
 * @param path begins with a slash; ends with one when the target names a directory
 * @param rawPath as sent, for passing on
 * @param query without the question mark; empty when there is none
 */
public record Target(String path, String rawPath, String query) {

    /** Reads a request target. Empty when it is malformed or would leave the root. */
    public static Optional<Target> parse(String target) {
        String local = withoutOrigin(target);
        if (local.equals("*")) {
            return Optional.of(new Target("/", "*", ""));
        }
        if (!local.startsWith("/")) {
            return Optional.empty();
        }
        int fragment = local.indexOf('#');
        String whole = fragment < 0 ? local : local.substring(0, fragment);
        int question = whole.indexOf('?');
        String raw = question < 0 ? whole : whole.substring(0, question);
        String query = question < 0 ? "" : whole.substring(question + 1);
        return normalize(decode(raw)).map(path -> new Target(path, raw, query));
    }

    /** The absolute form, {@code http://host/path}, is reduced to the path: RFC 9112, 3.2.2. */
    private static String withoutOrigin(String target) {
        int scheme = target.indexOf("://");
        if (scheme < 0 || target.startsWith("/")) {
            return target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /** Decodes percent escapes once; malformed ones stay as they are. */
    static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        var out = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            int escaped = raw.charAt(i) == '%' ? hex(raw, i + 1) : -1;
            if (escaped >= 0) {
                out.write(escaped);
                i += 2;
            } else {
                out.write(raw.charAt(i));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String s, int at) {
        if (at + 1 >= s.length()) {
            return -1;
        }
        int high = Character.digit(s.charAt(at), 16);
        int low = Character.digit(s.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Removes dot segments and doubled slashes. Empty when the path would leave the root or cannot be a file name. */
    public static Optional<String> normalize(String path) {
        if (path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (path.startsWith("/") && !path.contains("/.") && !path.contains("//") && path.indexOf('\\') < 0) {
            return Optional.of(path);
        }
        String slashes = path.replace('\\', '/');
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : slashes.split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return Optional.empty();
                }
                segments.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        boolean directory = slashes.endsWith("/") || slashes.endsWith("/.") || slashes.endsWith("/..");
        String joined = "/" + String.join("/", segments);
        return Optional.of(directory && !segments.isEmpty() ? joined + "/" : joined);
    }
}
