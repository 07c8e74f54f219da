package io.moongate.web.internal.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a reverse proxy changes what it passes on.
 *
 * @param request fields of the request that are set, or removed where empty
 * @param response fields of the answer, likewise
 * @param location what becomes of a URL in {@code Location} and {@code Content-Location}
 * @param cookie what becomes of a {@code Set-Cookie} field
 */
public record ProxyRules(
        Map<String, Optional<String>> request,
        Map<String, Optional<String>> response,
        UnaryOperator<String> location,
        UnaryOperator<String> cookie) {

    /** Nothing is changed. */
    public static final ProxyRules NONE =
            new ProxyRules(Map.of(), Map.of(), UnaryOperator.identity(), UnaryOperator.identity());

    public ProxyRules {
        request = Map.copyOf(request);
        response = Map.copyOf(response);
    }

    String responseField(String name, String value) {
        if (name.equalsIgnoreCase("Location") || name.equalsIgnoreCase("Content-Location")) {
            return location.apply(value);
        }
        return name.equalsIgnoreCase("Set-Cookie") ? cookie.apply(value) : value;
    }
}
