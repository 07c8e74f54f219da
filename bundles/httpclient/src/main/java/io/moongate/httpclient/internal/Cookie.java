package io.moongate.httpclient.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cookie that a server sets (RFC 6265, section 4.1).
 *
 * @param attributes with names as sent; those without value are empty
 */
record Cookie(String name, String value, Map<String, String> attributes) {

    static List<Cookie> in(ResponseHead head) {
        return head.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Set-Cookie"))
                .map(field -> parse(field.value()))
                .toList();
    }

    private static Cookie parse(String text) {
        String[] parts = text.split(";", -1);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!part.isEmpty()) {
                attributes.put(nameOf(part), valueOf(part));
            }
        }
        String pair = parts[0].strip();
        return new Cookie(nameOf(pair), valueOf(pair), attributes);
    }

    private static String nameOf(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals).strip();
    }

    private static String valueOf(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? "" : pair.substring(equals + 1).strip();
    }
}
