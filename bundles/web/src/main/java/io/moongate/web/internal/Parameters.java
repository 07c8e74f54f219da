package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of the query and of a form, in order: the query first. Names and values are bytes, kept as Latin-1. */
record Parameters(List<Pair> pairs) {

    /** Values a request may have. */
    private static final int LIMIT = 1000;

    record Pair(String name, String value) {}

    static Parameters of(Exchange exchange) {
        List<Pair> pairs = new ArrayList<>();
        parse(exchange.target().query(), pairs);
        byte[] form = exchange.form();
        if (form != null) {
            parse(new String(form, StandardCharsets.ISO_8859_1), pairs);
        }
        return new Parameters(List.copyOf(pairs));
    }

    private static void parse(String text, List<Pair> into) {
        if (text.isEmpty()) {
            return;
        }
        for (String item : text.split("&")) {
            if (!item.isEmpty() && into.size() < LIMIT) {
                int equals = item.indexOf('=');
                String name = equals < 0 ? item : item.substring(0, equals);
                String value = equals < 0 ? "" : item.substring(equals + 1);
                into.add(new Pair(decode(name), decode(value)));
            }
        }
    }

    /** Decodes plus signs and percent escapes; malformed escapes stay as they are. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(c == '+' ? ' ' : c);
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** The first value of that name. */
    Optional<String> first(String name) {
        return pairs.stream()
                .filter(pair -> pair.name.equals(name))
                .map(Pair::value)
                .findFirst();
    }
}
