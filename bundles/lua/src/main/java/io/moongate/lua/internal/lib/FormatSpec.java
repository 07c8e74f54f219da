package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.LibraryError;
import java.nio.charset.StandardCharsets;

/**
 * One conversion specification of {@code string.format}, as written: {@code "%-5.2f"}.
 *
 * @param text with the percent sign
 * @param flags those of {@code -+ #0} that are there
 * @param width 0 when absent
 * @param precision -1 when absent
 */
record FormatSpec(String text, String flags, int width, int precision) {

    private static final String FLAGS = "-+ #0";
    private static final String MODIFIERS = FLAGS + "123456789.";
    private static final int MAX_LENGTH = 22;

    /** Reads what follows a percent sign, from {@code from} to {@code end}: modifiers and one more byte. */
    static FormatSpec parse(byte[] format, int from, int end) {
        int at = from;
        while (at < end && MODIFIERS.indexOf(format[at]) >= 0) {
            at++;
        }
        if (at - from + 1 >= MAX_LENGTH) {
            throw new LibraryError("invalid format (too long)");
        }
        int stop = Math.min(end, at + 1);
        return of("%" + new String(format, from, stop - from, StandardCharsets.ISO_8859_1));
    }

    private static FormatSpec of(String text) {
        int width = span(text, 1, FLAGS);
        int afterWidth = digits(text, width);
        boolean precise = afterWidth < text.length() && text.charAt(afterWidth) == '.';
        int precision = precise ? number(text, afterWidth + 1, digits(text, afterWidth + 1)) : -1;
        return new FormatSpec(text, text.substring(1, width), number(text, width, afterWidth), precision);
    }

    private static int span(String text, int from, String accepted) {
        int at = from;
        while (at < text.length() && accepted.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** Where at most two digits end. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 2 && CharacterClass.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int number(String text, int from, int to) {
        return from == to ? 0 : Integer.parseInt(text, from, to, 10);
    }

    /** The conversion, or 0 when the format ended. */
    char conversion() {
        return text.length() == 1 || text.length() == 2 && MODIFIERS.indexOf(text.charAt(1)) >= 0
                ? 0
                : text.charAt(text.length() - 1);
    }

    /** How many bytes of the format it takes, the percent sign not counted. */
    int length() {
        return text.length() - 1;
    }

    boolean isPlain() {
        return text.length() == 2;
    }

    boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    boolean isPrecise() {
        return precision >= 0;
    }

    /** Raises unless it has nothing but some of these flags, a width, and if allowed a precision. */
    FormatSpec check(String allowedFlags, boolean allowsPrecision) {
        int at = span(text, 1, allowedFlags);
        if (text.charAt(at) != '0') {
            at = digits(text, at);
            if (allowsPrecision && text.charAt(at) == '.') {
                at = digits(text, at + 1);
            }
        }
        if (!CharacterClass.isLetter(text.charAt(at))) {
            throw new LibraryError("invalid conversion specification: '" + text + "'");
        }
        return this;
    }

    /** Pads to the width with spaces. */
    void pad(ByteBuilder out, byte[] bytes, int offset, int length) {
        int missing = Math.max(0, width - length);
        if (!has('-')) {
            out.fill(' ', missing);
        }
        out.append(bytes, offset, length);
        if (has('-')) {
            out.fill(' ', missing);
        }
    }

    /**
     * Pads a number to the width: zeros go between prefix and digits.
     *
     * @param prefix sign and {@code 0x}
     */
    void pad(ByteBuilder out, String prefix, String digits, boolean zeros) {
        int missing = Math.max(0, width - prefix.length() - digits.length());
        boolean left = has('-');
        if (!left && !zeros) {
            out.fill(' ', missing);
        }
        out.append(prefix);
        if (!left && zeros) {
            out.fill('0', missing);
        }
        out.append(digits);
        if (left) {
            out.fill(' ', missing);
        }
    }
}
