package io.moongate.httpclient.internal;

import io.moongate.net.NetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The status line and the fields of a response (RFC 9112).
 *
 * @param http10 whether the server speaks HTTP/1.0
 */
record ResponseHead(int status, boolean http10, List<Field> fields) {

    /** A field with its name as sent. */
    record Field(String name, String value) {}

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) (\\d{3})(?: .*)?");
    /** The longest line, in bytes, and the most fields of a response. */
    private static final int MAX_LINE = 16 << 10;

    private static final int MAX_FIELDS = 256;

    ResponseHead {
        fields = List.copyOf(fields);
    }

    static ResponseHead read(Input input, int timeoutMillis) throws HttpFailure {
        String line = input.readLine(MAX_LINE, timeoutMillis);
        if (line == null) {
            throw new HttpFailure(NetException.READ_FAILED);
        }
        Matcher status = STATUS_LINE.matcher(line);
        if (!status.matches()) {
            throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
        }
        return new ResponseHead(
                Integer.parseInt(status.group(2)), status.group(1).equals("0"), readFields(input, timeoutMillis));
    }

    static List<Field> readFields(Input input, int timeoutMillis) throws HttpFailure {
        List<Field> fields = new ArrayList<>();
        for (String line = next(input, timeoutMillis); !line.isEmpty(); line = next(input, timeoutMillis)) {
            int colon = line.indexOf(':');
            if (colon < 1 || fields.size() == MAX_FIELDS) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return fields;
    }

    private static String next(Input input, int timeoutMillis) throws HttpFailure {
        @Nullable String line = input.readLine(MAX_LINE, timeoutMillis);
        if (line == null) {
            throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
        }
        return line;
    }

    /** The last field of a name, in any case. */
    Optional<String> field(String name) {
        return fields.reversed().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    private boolean hasToken(String name, String token) {
        return field(name)
                .map(value -> value.toLowerCase(Locale.ROOT).contains(token))
                .orElse(false);
    }

    boolean isInterim() {
        return status < 200 && status != 101;
    }

    boolean isChunked() {
        return hasToken("Transfer-Encoding", "chunked");
    }

    /** Whether the server keeps the connection. */
    boolean isPersistent() {
        return http10 ? hasToken("Connection", "keep-alive") : !hasToken("Connection", "close");
    }

    /** Whether no body follows, whatever the fields say (RFC 9112, section 6.3). */
    boolean hasNoBody(String method) {
        return method.equals("HEAD") || status == 204 || status == 304 || status == 101;
    }

    /** Empty when the field is missing. @throws HttpFailure when it is no number or there are several different ones */
    Optional<Long> contentLength() throws HttpFailure {
        List<String> values = fields.stream()
                .filter(field -> field.name().equalsIgnoreCase("Content-Length"))
                .map(Field::value)
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !values.getFirst().matches("\\d{1,18}")) {
            throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
        }
        return Optional.of(Long.parseLong(values.getFirst()));
    }
}
