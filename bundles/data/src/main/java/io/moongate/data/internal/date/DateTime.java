package io.moongate.data.internal.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The object of {@code ba.datetime}: an instant in the years 1 to 9999 and the offset at which it is shown. */
final class DateTime implements Comparable<DateTime> {

    /** The largest offset from UTC, either way, in minutes. */
    static final int LARGEST_OFFSET = 23 * 60 + 59;

    static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** RFC 3339 section 5.6, nothing left out. */
    private static final Pattern TEXT = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)"
            + "(?:\\.(\\d{1,9}))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

    private final Instant instant;
    private int offset;

    /** @throws DateTimeException when the instant or the offset, in minutes, is out of range */
    DateTime(Instant instant, long offset) {
        if (instant.isBefore(MIN) || instant.isAfter(MAX)) {
            throw new DateTimeException("date is not in the years 1 to 9999");
        }
        this.instant = instant;
        this.offset = checkOffset(offset);
    }

    /** @throws DateTimeException when the text is no valid date and time */
    static DateTime parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("expected YYYY-MM-DDTHH:MM:SS[.fraction](Z|+hh:mm|-hh:mm)");
        }
        LocalDateTime local = LocalDateTime.of(
                number(matcher, 1),
                number(matcher, 2),
                number(matcher, 3),
                number(matcher, 4),
                number(matcher, 5),
                number(matcher, 6),
                nanos(matcher.group(7)));
        int offset = offset(matcher);
        return new DateTime(local.minusMinutes(offset).toInstant(ZoneOffset.UTC), offset);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int nanos(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static int offset(Matcher matcher) {
        if (matcher.group(8) == null) {
            return 0;
        }
        int hours = number(matcher, 9);
        int minutes = number(matcher, 10);
        if (hours > 23 || minutes > 59) {
            throw new DateTimeException("offset is out of range");
        }
        int total = hours * 60 + minutes;
        return matcher.group(8).equals("-") ? -total : total;
    }

    static int checkOffset(long minutes) {
        if (Math.abs(minutes) > LARGEST_OFFSET) {
            throw new DateTimeException("offset of " + minutes + " minutes exceeds " + LARGEST_OFFSET);
        }
        return (int) minutes;
    }

    Instant instant() {
        return instant;
    }

    /** In minutes. */
    int offset() {
        return offset;
    }

    void changeOffset(long minutes) {
        offset = checkOffset(minutes);
    }

    /** The date and time at an offset in minutes. */
    LocalDateTime at(int minutes) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).plusMinutes(minutes);
    }

    String toText(int minutes) {
        LocalDateTime local = at(minutes);
        String fraction = local.getNano() == 0 ? "" : String.format(Locale.ROOT, ".%09d", local.getNano());
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d%s%s",
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                fraction,
                zone(minutes));
    }

    private static String zone(int minutes) {
        if (minutes == 0) {
            return "Z";
        }
        int size = Math.abs(minutes);
        return String.format(Locale.ROOT, "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
    }

    @Override
    public int compareTo(DateTime other) {
        return instant.compareTo(other.instant);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateTime that && instant.equals(that.instant);
    }

    @Override
    public int hashCode() {
        return instant.hashCode();
    }

    @Override
    public String toString() {
        return toText(offset);
    }
}
