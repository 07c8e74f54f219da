package io.moongate.httpclient.internal;

import io.moongate.net.NetException;

/** An exchange that went wrong, with the code that Lua is told. */
final class HttpFailure extends Exception {

    static final String INVALID_RESPONSE = "invalidresponse";
    static final String INVALID_URL = "invalidurl";
    static final String INVALID_PARAM = "invalidparam";
    static final String INCORRECT_USE = "incorrectuse";
    static final String TOO_MUCH_DATA = "toomuchdata";
    static final String NOT_TRUSTED = "sslnottrusted";
    static final String PROXY_READY = "prxready";

    private final String code;

    HttpFailure(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    static HttpFailure of(Throwable cause, String otherwise) {
        Throwable known = cause.getCause() == null ? cause : cause.getCause();
        return new HttpFailure(
                cause instanceof NetException net
                        ? net.code()
                        : known instanceof NetException wrapped ? wrapped.code() : otherwise);
    }

    String code() {
        return code;
    }
}
