package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;

/** C99's {@code strftime} in the C locale, for {@code os.date}. */
final class DateFormat {

    private static final String CONVERSIONS = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    private static final String AFTER_E = "cCxXyY";
    private static final String AFTER_O = "deHImMSuUVwWy";

    private final CivilTime time;
    private final long seconds;
    private final StringBuilder out = new StringBuilder();

    private DateFormat(CivilTime time, long seconds) {
        this.time = time;
        this.seconds = seconds;
    }

    /** @param format bytes as characters */
    static String format(String format, CivilTime time, long seconds) {
        DateFormat date = new DateFormat(time, seconds);
        for (int at = 0; at < format.length(); at++) {
            if (format.charAt(at) == '%') {
                at = conversionAt(format, at + 1);
                date.convert(format.charAt(at));
            } else {
                date.out.append(format.charAt(at));
            }
        }
        return date.out.toString();
    }

    /** Where the letter of a conversion is, behind a modifier that changes nothing in the C locale. */
    private static int conversionAt(String format, int at) {
        char c = at < format.length() ? format.charAt(at) : 0;
        char next = at + 1 < format.length() ? format.charAt(at + 1) : 0;
        if (c != 0 && CONVERSIONS.indexOf(c) >= 0) {
            return at;
        }
        if (next != 0 && (c == 'E' && AFTER_E.indexOf(next) >= 0 || c == 'O' && AFTER_O.indexOf(next) >= 0)) {
            return at + 1;
        }
        throw Args.error(1, "invalid conversion specifier '%" + format.substring(at) + "'");
    }

    private void convert(char c) {
        switch (c) {
            case 'a' -> out.append(dayName(TextStyle.SHORT));
            case 'A' -> out.append(dayName(TextStyle.FULL));
            case 'b', 'h' -> out.append(monthName(TextStyle.SHORT));
            case 'B' -> out.append(monthName(TextStyle.FULL));
            case 'c' -> convertAll("a b e T Y", ' ');
            case 'C' -> number(Math.floorDiv(time.year(), 100L), 2);
            case 'd' -> number(time.day(), 2);
            case 'D', 'x' -> convertAll("m/d/y", '/');
            case 'e' -> out.append(time.day() < 10 ? " " : "").append(time.day());
            case 'F' -> convertAll("Y-m-d", '-');
            case 'g' -> number(Math.floorMod(time.isoYear(), 100L), 2);
            case 'G' -> out.append(time.isoYear());
            case 'H' -> number(time.hour(), 2);
            case 'I' -> number(hour12(), 2);
            case 'j' -> number(time.yearDay() + 1, 3);
            case 'm' -> number(time.month(), 2);
            case 'M' -> number(time.minute(), 2);
            case 'n' -> out.append('\n');
            case 'p' -> out.append(time.hour() < 12 ? "AM" : "PM");
            case 'r' -> convertAll("I:M:S p", ':');
            case 'R' -> convertAll("H:M", ':');
            case 's' -> out.append(seconds);
            case 'S' -> number(time.second(), 2);
            case 't' -> out.append('\t');
            case 'T', 'X' -> convertAll("H:M:S", ':');
            case 'u' -> out.append(time.weekDay() == 0 ? 7 : time.weekDay());
            case 'U' -> number(time.week(0), 2);
            case 'V' -> number(time.isoWeek(), 2);
            case 'w' -> out.append(time.weekDay());
            case 'W' -> number(time.week(1), 2);
            case 'y' -> number(Math.floorMod(time.year(), 100L), 2);
            case 'Y' -> out.append(time.year());
            case 'z' -> offset();
            case 'Z' -> out.append(time.zone());
            default -> out.append(c);
        }
    }

    /** Letters are conversions, all else stands for itself. */
    private void convertAll(String conversions, char separator) {
        for (char c : conversions.toCharArray()) {
            if (c == separator || c == ' ') {
                out.append(c);
            } else {
                convert(c);
            }
        }
    }

    private void number(long value, int digits) {
        String text = Long.toString(value);
        out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }

    private int hour12() {
        int hour = time.hour() % 12;
        return hour == 0 ? 12 : hour;
    }

    private void offset() {
        int minutes = Math.abs(time.offset()) / 60;
        out.append(time.offset() < 0 ? '-' : '+');
        number(minutes / 60, 2);
        number(minutes % 60, 2);
    }

    private String dayName(TextStyle style) {
        return DayOfWeek.of(time.weekDay() == 0 ? 7 : time.weekDay()).getDisplayName(style, Locale.ENGLISH);
    }

    private String monthName(TextStyle style) {
        String name = Month.of(time.month()).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return style == TextStyle.SHORT ? name.substring(0, 3) : name;
    }
}
