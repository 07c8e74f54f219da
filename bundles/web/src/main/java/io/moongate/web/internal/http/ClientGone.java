package io.moongate.web.internal.http;

/** The client closed the connection before it had the whole answer. */
public final class ClientGone extends RuntimeException {
    ClientGone() {
        super("client closed the connection", null, false, false);
    }
}
