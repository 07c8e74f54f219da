package io.moongate.net;

import java.io.IOException;

/** What the network could not do: a code that Lua programs compare, and a text for people. */
public final class NetException extends IOException {

    public static final String CANNOT_RESOLVE = "cannotresolve";
    public static final String CANNOT_CONNECT = "cannotconnect";
    public static final String BIND = "bind";
    public static final String INVALID_SOCKET_CON = "invalidsocketcon";
    public static final String SOCKET_CLOSED = "socketclosed";
    public static final String READ_FAILED = "socketreadfailed";
    public static final String WRITE_FAILED = "socketwritefailed";
    public static final String TIMEOUT = "timeout";
    public static final String SSL_HANDSHAKE = "sslhandshake";

    private final String code;

    public NetException(String code, String message) {
        super(message);
        this.code = code;
    }

    public NetException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code that Lua sees after nil. */
    public String code() {
        return code;
    }
}
