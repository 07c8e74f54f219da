package io.moongate.web.internal.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server behind this one. */
public record Backend(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9.-]{1,255}|\\[[0-9a-fA-F:.]{2,45}\\])(?::(\\d{1,5}))?");

    /** Reads {@code host[:port]}. */
    public static Optional<Backend> parse(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        int port = found.group(2) == null ? 80 : Integer.parseInt(found.group(2));
        String host = found.group(1).replaceAll("[\\[\\]]", "");
        return port > 0 && port < 65536 ? Optional.of(new Backend(host, port)) : Optional.empty();
    }
}
