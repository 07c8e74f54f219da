package io.moongate.debug.internal;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Cuts what a peer sends into messages: header lines with {@code Content-Length}, an empty line, JSON (DAP, "Base protocol"). */
final class MessageFrames {

    /** Bytes that the header lines of a message may have. */
    static final int HEADER_LIMIT = 4096;
    /** Bytes that a message may have. */
    static final int MESSAGE_LIMIT = 1 << 20;

    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
    private static final String CONTENT_LENGTH = "content-length:";

    private byte[] buffer = new byte[1024];
    private int size;
    private OptionalInt expected = OptionalInt.empty();

    void add(byte[] received) {
        if (size + received.length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + received.length));
        }
        System.arraycopy(received, 0, buffer, size, received.length);
        size += received.length;
    }

    /** The next complete message, or null when more has to come. */
    @Nullable
    String next() throws ProtocolException {
        if (expected.isEmpty()) {
            expected = header();
        }
        if (expected.isEmpty() || size < expected.getAsInt()) {
            return null;
        }
        String message = take(expected.getAsInt(), 0);
        expected = OptionalInt.empty();
        return message;
    }

    private OptionalInt header() throws ProtocolException {
        int end = headerEnd();
        if (end > HEADER_LIMIT || (end < 0 && size > HEADER_LIMIT)) {
            throw new ProtocolException("a header is longer than the limit of " + HEADER_LIMIT + " bytes");
        }
        return end < 0 ? OptionalInt.empty() : OptionalInt.of(contentLength(take(end, HEADER_END.length)));
    }

    private int headerEnd() {
        for (int i = 0; i + HEADER_END.length <= size && i <= HEADER_LIMIT; i++) {
            if (Arrays.equals(buffer, i, i + HEADER_END.length, HEADER_END, 0, HEADER_END.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int contentLength(String header) throws ProtocolException {
        for (String line : header.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())) {
                return length(line.substring(CONTENT_LENGTH.length()).strip());
            }
        }
        throw new ProtocolException("a header without Content-Length");
    }

    private static int length(String digits) throws ProtocolException {
        if (!digits.matches("[0-9]{1,18}")) {
            throw new ProtocolException("Content-Length is no number");
        }
        long length = Long.parseLong(digits);
        if (length > MESSAGE_LIMIT) {
            throw new ProtocolException(
                    "a message of " + length + " bytes is longer than the limit of " + MESSAGE_LIMIT + " bytes");
        }
        return (int) length;
    }

    private String take(int length, int skip) {
        String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
        size -= length + skip;
        System.arraycopy(buffer, length + skip, buffer, 0, size);
        return text;
    }
}
