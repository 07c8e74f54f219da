package io.moongate.web.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a multipart/form-data body (RFC 7578) piece by piece. */
final class Multipart {

    /** Takes the parts as they come. Each method tells whether to go on. */
    interface Parts {
        boolean field(@Nullable String name, byte[] value);

        boolean beginFile(@Nullable String name, String fileName, @Nullable String type, @Nullable String encoding);

        /** @param data empty at the end of the file */
        boolean fileData(byte[] data);

        void end();
    }

    /** The body is no multipart body, or breaks a limit. */
    static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }

    private static final int HEADER_LIMIT = 8192;
    private static final int FIELD_LIMIT = 1 << 20;
    private static final int PARTS_LIMIT = 1000;
    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
    private static final Pattern PARAMETER = Pattern.compile("(?i);\\s*([a-z*]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Supplier<byte[]> source;
    private final byte[] delimiter;
    private byte[] buffer = {'\r', '\n'};
    private int at;
    private boolean ended;

    /** @param source the next piece of the body, empty at its end */
    Multipart(String boundary, Supplier<byte[]> source) {
        this.source = source;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The boundary that a Content-Type field names. */
    static Optional<String> boundary(@Nullable String contentType) {
        if (contentType == null
                || !contentType.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/form-data")) {
            return Optional.empty();
        }
        Matcher found = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;]{1,200}))")
                .matcher(contentType);
        return found.find() ? Optional.of(found.group(1) != null ? found.group(1) : found.group(2)) : Optional.empty();
    }

    /** @return false when {@code parts} did not want to go on */
    boolean read(Parts parts) throws MalformedException {
        skipToDelimiter();
        for (int n = 0; n < PARTS_LIMIT; n++) {
            if (isLast()) {
                parts.end();
                return true;
            }
            if (!part(parts)) {
                return false;
            }
        }
        throw new MalformedException("more parts than the limit of " + PARTS_LIMIT);
    }

    private void skipToDelimiter() throws MalformedException {
        content(new ByteArrayOutputStream(), HEADER_LIMIT);
    }

    /** Behind a delimiter: two dashes end the body, a line end begins a part. */
    private boolean isLast() throws MalformedException {
        need(2);
        boolean last = buffer[at] == '-' && buffer[at + 1] == '-';
        if (!last && (buffer[at] != '\r' || buffer[at + 1] != '\n')) {
            throw new MalformedException("malformed boundary");
        }
        at += last ? 2 : 0;
        return last;
    }

    private boolean part(Parts parts) throws MalformedException {
        String header = header();
        String disposition = field(header, "Content-Disposition").orElse("");
        String name = parameter(disposition, "name");
        String fileName = parameter(disposition, "filename");
        if (fileName == null) {
            var value = new ByteArrayOutputStream();
            content(value, FIELD_LIMIT);
            return parts.field(name, value.toByteArray());
        }
        return parts.beginFile(
                        name,
                        fileName,
                        field(header, "Content-Type").orElse(null),
                        field(header, "Content-Transfer-Encoding").orElse(null))
                && file(parts);
    }

    private String header() throws MalformedException {
        int end;
        while ((end = find(HEADER_END, at)) < 0) {
            if (buffer.length - at > HEADER_LIMIT) {
                throw new MalformedException("header of a part is longer than the limit of " + HEADER_LIMIT + " bytes");
            }
            more();
        }
        String header = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + HEADER_END.length;
        return header;
    }

    private static Optional<String> field(String header, String name) {
        return header.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static @Nullable String parameter(String disposition, String name) {
        Matcher found = PARAMETER.matcher(disposition);
        while (found.find()) {
            if (found.group(1).equalsIgnoreCase(name)) {
                return found.group(2).replace("\\\"", "\"");
            }
        }
        return null;
    }

    /** Collects a part's content up to the delimiter, which is skipped. */
    private void content(ByteArrayOutputStream into, int limit) throws MalformedException {
        byte[] piece;
        while ((piece = piece()).length > 0) {
            into.writeBytes(piece);
            if (into.size() > limit) {
                throw new MalformedException("a field is longer than the limit of " + limit + " bytes");
            }
        }
    }

    private boolean file(Parts parts) throws MalformedException {
        byte[] piece;
        do {
            piece = piece();
            if (!parts.fileData(piece)) {
                return false;
            }
        } while (piece.length > 0);
        return true;
    }

    /** The next piece of a part's content; empty at the delimiter, which is skipped. */
    private byte[] piece() throws MalformedException {
        while (true) {
            int found = find(delimiter, at);
            int end = found >= 0 ? found : Math.max(at, buffer.length - delimiter.length + 1);
            if (end > at) {
                byte[] piece = Arrays.copyOfRange(buffer, at, end);
                at = end;
                return piece;
            }
            if (found >= 0) {
                at = found + delimiter.length;
                return new byte[0];
            }
            more();
        }
    }

    private void need(int bytes) throws MalformedException {
        while (buffer.length - at < bytes) {
            more();
        }
    }

    private void more() throws MalformedException {
        byte[] next = ended ? new byte[0] : source.get();
        if (next.length == 0) {
            ended = true;
            throw new MalformedException("body ends within a part");
        }
        byte[] joined = new byte[buffer.length - at + next.length];
        System.arraycopy(buffer, at, joined, 0, buffer.length - at);
        System.arraycopy(next, 0, joined, buffer.length - at, next.length);
        buffer = joined;
        at = 0;
    }

    private int find(byte[] what, int from) {
        for (int i = from; i + what.length <= buffer.length; i++) {
            if (buffer[i] == what[0] && Arrays.equals(buffer, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
