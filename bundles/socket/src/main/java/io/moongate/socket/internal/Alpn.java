package io.moongate.socket.internal;

import java.util.Arrays;
import java.util.List;

/** Application protocols to agree on, best first (RFC 7301). In Lua one string, separated by commas. */
record Alpn(List<String> protocols) {

    static final Alpn NONE = new Alpn(List.of());

    Alpn {
        protocols = List.copyOf(protocols);
    }

    static Alpn of(String commaSeparated) {
        return new Alpn(Arrays.stream(commaSeparated.split(",", -1))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList());
    }
}
