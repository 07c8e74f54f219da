package io.moongate.data.internal.date;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of HTTP and mail headers: the three forms of RFC 9110 section 5.6.7, with some tolerance. */
final class HttpDate {
    private HttpDate() {}

    /** Seconds since 1970 of the years 0 to 9999. */
    static final long FIRST = -62_167_219_200L;

    static final long LAST = 253_402_300_799L;

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final String TIME = "(?<hour>\\d{1,2}):(?<min>\\d\\d):(?<sec>\\d\\d)";

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT} and {@code Sunday, 06-Nov-94 08:49:37 GMT} */
    private static final Pattern FIXED = Pattern.compile("\\s*[A-Za-z]+,\\s*(?<day>\\d{1,2})[ -](?<month>[A-Za-z]{3})"
            + "[ -](?<year>\\d{4}|\\d\\d)\\s+" + TIME + "(?:\\s.*)?");

    /** {@code Sun Nov  6 08:49:37 1994} */
    private static final Pattern ASCTIME = Pattern.compile(
            "\\s*[A-Za-z]{3}\\s+(?<month>[A-Za-z]{3})\\s+(?<day>\\d{1,2})\\s+" + TIME + "\\s+(?<year>\\d{4})\\s*");

    /** Seconds since 1970, empty when the text is no date. */
    static Optional<Long> parse(String text) {
        for (Pattern form : List.of(FIXED, ASCTIME)) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return seconds(matcher);
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> seconds(Matcher date) {
        String name = date.group("month");
        String month = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).toLowerCase(Locale.ROOT);
        try {
            return Optional.of(LocalDateTime.of(
                            year(date.group("year")),
                            MONTHS.indexOf(month) + 1,
                            Integer.parseInt(date.group("day")),
                            Integer.parseInt(date.group("hour")),
                            Integer.parseInt(date.group("min")),
                            Integer.parseInt(date.group("sec")))
                    .toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Two digits stand for the year that is at most 50 years in the future (RFC 9110). */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 4) {
            return year;
        }
        int thisYear = LocalDateTime.now(ZoneOffset.UTC).getYear();
        int candidate = thisYear - thisYear % 100 + year;
        return candidate > thisYear + 50 ? candidate - 100 : candidate;
    }

    /** @param seconds since 1970, from {@link #FIRST} to {@link #LAST} */
    static String format(long seconds) {
        LocalDateTime date = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s, %02d %s %04d %02d:%02d:%02d GMT",
                DAYS.get(date.getDayOfWeek().getValue() - 1),
                date.getDayOfMonth(),
                MONTHS.get(date.getMonthValue() - 1),
                date.getYear(),
                date.getHour(),
                date.getMinute(),
                date.getSecond());
    }
}
