package io.moongate.lua.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/** Strings as numbers, by the rules of the Lua lexer (manual 3.1, 3.4.3). */
public final class NumberParser {

    private final byte[] text;
    private final int end;
    private int at;

    private NumberParser(byte[] text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** The number that a string stands for, surrounded by white space or not; null when it is none. */
    public static @Nullable AbstractNumber parse(LuaString string) {
        return parse(string.m_bytes, string.m_offset, string.m_length);
    }

    public static @Nullable AbstractNumber parse(byte[] text, int start, int length) {
        int from = start;
        int to = start + length;
        while (from < to && isSpace(text[from])) {
            from++;
        }
        while (to > from && isSpace(text[to - 1])) {
            to--;
        }
        return from == to ? null : new NumberParser(text, from, to).number();
    }

    /** An integer in a base from 2 to 36, as {@code tonumber} with a base reads it; null when it is none. */
    public static @Nullable LuaInt parseInteger(LuaString string, int base) {
        String text = Names.text(string).strip();
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty()) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), base) : -1;
            if (digit < 0) {
                return null;
            }
            value = value * base + digit;
        }
        return LuaInt.of(negative ? -value : value);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private @Nullable AbstractNumber number() {
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        if (at + 1 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x') {
            at += 2;
            return hexadecimal(negative);
        }
        return decimal(negative);
    }

    private @Nullable AbstractNumber decimal(boolean negative) {
        int start = at;
        long integer = 0;
        boolean fits = true;
        while (at < end && isDigit(text[at])) {
            int digit = text[at++] - '0';
            fits = fits
                    && (integer < 922337203685477580L
                            || (integer == 922337203685477580L && digit <= (negative ? 8 : 7)));
            integer = integer * 10 + digit;
        }
        if (at == end && at > start && fits) {
            return LuaInt.of(negative ? -integer : integer);
        }
        return at - start > 0 || (at < end && text[at] == '.') ? decimalFloat(start, negative) : null;
    }

    private @Nullable AbstractNumber decimalFloat(int start, boolean negative) {
        int digits = at - start;
        if (at < end && text[at] == '.') {
            int fraction = ++at;
            skipDigits();
            digits += at - fraction;
        }
        if (digits == 0 || !exponent('e') || at != end) {
            return null;
        }
        double value = Double.parseDouble(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
        return new LuaFloat(negative ? -value : value);
    }

    private void skipDigits() {
        while (at < end && isDigit(text[at])) {
            at++;
        }
    }

    /** Skips an exponent if one is there; false when it has no digits. */
    private boolean exponent(char mark) {
        if (at == end || (text[at] | 0x20) != mark) {
            return true;
        }
        at++;
        if (at < end && (text[at] == '+' || text[at] == '-')) {
            at++;
        }
        int digits = at;
        skipDigits();
        return at > digits;
    }

    private @Nullable AbstractNumber hexadecimal(boolean negative) {
        int start = at;
        long integer = 0;
        while (at < end && hexDigit(text[at]) >= 0) {
            integer = integer << 4 | hexDigit(text[at++]);
        }
        if (at == end && at > start) {
            return LuaInt.of(negative ? -integer : integer);
        }
        return hexadecimalFloat(start, negative);
    }

    private @Nullable AbstractNumber hexadecimalFloat(int start, boolean negative) {
        int whole = at;
        int fractionDigits = 0;
        if (at < end && text[at] == '.') {
            at++;
            while (at < end && hexDigit(text[at]) >= 0) {
                at++;
                fractionDigits++;
            }
        }
        int mantissaEnd = at;
        if (whole - start + fractionDigits == 0 || !exponent('p') || at != end) {
            return null;
        }
        String digits = ascii(start, whole) + (fractionDigits > 0 ? ascii(whole + 1, mantissaEnd) : "");
        long exponent = mantissaEnd < end ? clampedExponent(mantissaEnd + 1) : 0;
        double value = scale(digits, exponent - 4L * fractionDigits);
        return new LuaFloat(negative ? -value : value);
    }

    private String ascii(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private long clampedExponent(int from) {
        BigInteger exponent = new BigInteger(ascii(text[from] == '+' ? from + 1 : from, end));
        BigInteger limit = BigInteger.valueOf(Integer.MAX_VALUE);
        return exponent.min(limit).max(limit.negate()).longValue();
    }

    private static double scale(String digits, long exponent) {
        String significant = digits.replaceFirst("^0+", "");
        if (significant.isEmpty()) {
            return 0;
        }
        // Java reads hexadecimal floats with exact rounding, but wants an exponent and takes no huge one.
        long clamped = Math.clamp(exponent, -1_000_000_000L, 1_000_000_000L);
        return Double.parseDouble("0x" + significant + "p" + clamped);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static int hexDigit(byte b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
