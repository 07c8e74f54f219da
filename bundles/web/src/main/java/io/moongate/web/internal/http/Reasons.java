package io.moongate.web.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Status lines: the RFC's reason phrases but for two that existing programs know otherwise. */
public final class Reasons {
    private Reasons() {}

    private static final HttpResponseStatus MOVED_TEMPORARILY = new HttpResponseStatus(302, "Moved Temporarily");
    private static final HttpResponseStatus SERVER_ERROR = new HttpResponseStatus(500, "Server Error");

    public static HttpResponseStatus status(int code) {
        return switch (code) {
            case 302 -> MOVED_TEMPORARILY;
            case 500 -> SERVER_ERROR;
            default -> HttpResponseStatus.valueOf(code);
        };
    }

    public static String reason(int code) {
        return status(code).reasonPhrase();
    }
}
