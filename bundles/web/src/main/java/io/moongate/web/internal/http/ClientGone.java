package io.moongate.web.internal.http;

/** Ends a page whose client closed the connection before it had the whole answer. An Error, so that no pcall catches it. */
public final class ClientGone extends Error {

    private static final long serialVersionUID = 1;

    ClientGone() {
        super("client closed the connection", null, false, false);
    }
}
