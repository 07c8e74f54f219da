package io.moongate.web.internal;

/**
 * What a trace logger shows.
 *
 * @param priority traces up to this one, 0 to 10
 */
record TraceOptions(
        boolean request,
        boolean requestHeaders,
        boolean responseHeaders,
        boolean http11State,
        boolean responseBody,
        int priority) {

    static final int HTTP11_STATE = 1;
    static final int REQUEST = 2;
    static final int REQUEST_HEADERS = 3;
    static final int RESPONSE_HEADERS = 4;
    static final int RESPONSE_BODY = 5;
    static final int PRIORITY = 7;

    static TraceOptions standard() {
        return new TraceOptions(false, false, false, false, false, 5);
    }

    /** Whether requests or answers are traced. */
    boolean tracesHttp() {
        return request || requestHeaders || responseHeaders || http11State || responseBody;
    }

    /** The same with one setting changed, numbered as the protocol does; unknown ones change nothing. */
    TraceOptions with(int setting, int value) {
        boolean on = value != 0;
        return new TraceOptions(
                setting == REQUEST ? on : request,
                setting == REQUEST_HEADERS ? on : requestHeaders,
                setting == RESPONSE_HEADERS ? on : responseHeaders,
                setting == HTTP11_STATE ? on : http11State,
                setting == RESPONSE_BODY ? on : responseBody,
                setting == PRIORITY ? Math.clamp(value, 0, 10) : priority);
    }

    /** The first frame to a client. */
    byte[] frame() {
        return new byte[] {
            1,
            bit(request),
            bit(requestHeaders),
            bit(responseHeaders),
            bit(http11State),
            bit(responseBody),
            (byte) priority
        };
    }

    private static byte bit(boolean on) {
        return (byte) (on ? 1 : 0);
    }
}
