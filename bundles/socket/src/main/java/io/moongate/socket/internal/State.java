package io.moongate.socket.internal;

import java.util.Locale;

/** What {@code socket:state()} tells of the coroutine that owns a socket. */
enum State {
    /** No coroutine owns the socket: it is used in blocking mode. */
    NOTCON,
    EXEC,
    ACCEPT,
    CONNECT,
    UPGRADE,
    READ,
    WRITE,
    DISABLED,
    TERMINATED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
