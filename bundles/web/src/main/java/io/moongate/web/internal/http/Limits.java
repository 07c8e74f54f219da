package io.moongate.web.internal.http;

import java.time.Duration;

/**
 * What a client may ask for at most.
 *
 * @param requestLineBytes of the method, target and version; more is answered 414
 * @param headerBytes of all header fields together; more is answered 431
 * @param formBytes of a decoded form body; more is answered 413
 * @param bodyBytes of any body; more is answered 413
 * @param skipBytes of a body nobody read before the connection is closed instead
 * @param connections open at a time; more are closed at once
 * @param headerTime from the first byte of a request to the end of its header
 * @param idleTime a kept connection waits for the next request
 * @param bodyTime without a byte of an unfinished body, or without the client taking a byte of the answer
 */
public record Limits(
        int requestLineBytes,
        int headerBytes,
        int formBytes,
        long bodyBytes,
        long skipBytes,
        int connections,
        Duration headerTime,
        Duration idleTime,
        Duration bodyTime) {

    public static Limits standard() {
        return new Limits(
                8192,
                32768,
                16384,
                4L << 30,
                4L << 20,
                20000,
                Duration.ofSeconds(20),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60));
    }

    public Limits withTimes(Duration header, Duration idle, Duration body) {
        return new Limits(
                requestLineBytes, headerBytes, formBytes, bodyBytes, skipBytes, connections, header, idle, body);
    }

    public Limits withConnections(int count) {
        return new Limits(
                requestLineBytes, headerBytes, formBytes, bodyBytes, skipBytes, count, headerTime, idleTime, bodyTime);
    }
}
