package io.moongate.web.internal.http;

import java.io.IOException;

/** A request body that could not be read to its end. */
public final class BodyException extends IOException {

    public static final String TOO_LARGE = "toolarge";
    public static final String CLOSED = "closed";
    public static final String MALFORMED = "malformed";

    private final String code;

    BodyException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
