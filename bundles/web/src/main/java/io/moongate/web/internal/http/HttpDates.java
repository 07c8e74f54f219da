package io.moongate.web.internal.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalLong;

/** Dates as HTTP writes them, RFC 9110, 5.6.7. */
public final class HttpDates {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Cached(long second, String text) {}

    private volatile Cached now = new Cached(-1, "");

    public static String format(long epochSecond) {
        return FORMAT.format(Instant.ofEpochSecond(epochSecond));
    }

    /** Seconds since 1970, or empty when the text is no date. */
    public static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(text, Instant::from)
                    .getEpochSecond());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    /** The present second; formatted once a second. */
    String now() {
        long second = System.currentTimeMillis() / 1000;
        Cached cached = now;
        if (cached.second != second) {
            cached = new Cached(second, format(second));
            now = cached;
        }
        return cached.text;
    }
}
