package io.moongate.lua.internal.lib;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A finite positive float or zero in decimal, correctly rounded (half to even on the exact binary value, as C's printf).
 *
 * @param digits all digits, without a point
 * @param exponent the power of ten of the first digit
 */
record Decimal(String digits, int exponent) {

    /** Up to so many digits the shortest representation of a float, padded with zeros, is its rounded value. */
    private static final int EXACT_DIGITS = 15;

    /** Rounded to a number of significant digits, at least one. */
    static Decimal significant(double value, int count) {
        if (value == 0) {
            return new Decimal("0".repeat(count), 0);
        }
        // Subnormal floats have fewer digits than others.
        if (count <= EXACT_DIGITS && value >= Double.MIN_NORMAL) {
            Decimal shortest = shortest(value);
            if (!shortest.isTie(count)) {
                return shortest.rounded(count);
            }
        }
        return of(new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_EVEN)), count);
    }

    private static Decimal of(BigDecimal value, int count) {
        String digits = value.unscaledValue().toString();
        int exponent = digits.length() - 1 - value.scale();
        return new Decimal(padded(digits, count), exponent);
    }

    /**
     * Rounded to a number of digits after the point: the digits of the whole number that is left when the point is taken
     * out, at least {@code decimals + 1} of them.
     */
    static String fixed(double value, int decimals) {
        String digits = value == 0 ? "0" : fixedDigits(value, decimals);
        return "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
    }

    private static String fixedDigits(double value, int decimals) {
        Decimal shortest = shortest(value);
        int count = shortest.exponent + 1 + decimals;
        if (count > 0 && count <= EXACT_DIGITS && !shortest.isTie(count)) {
            Decimal rounded = shortest.rounded(count);
            return rounded.exponent > shortest.exponent ? rounded.digits + "0" : rounded.digits;
        }
        return new BigDecimal(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .toString();
    }

    /** The fewest digits that read back as the same float, after the JDK's algorithm. */
    private static Decimal shortest(double value) {
        String text = Double.toString(value);
        int mark = text.indexOf('E');
        int end = mark < 0 ? text.length() : mark;
        int point = text.indexOf('.');
        String digits = text.substring(0, point) + text.substring(point + 1, end);
        int exponent = point - 1 + (mark < 0 ? 0 : Integer.parseInt(text, mark + 1, text.length(), 10));
        int leading = 0;
        while (digits.charAt(leading) == '0') {
            leading++;
        }
        return new Decimal(withoutTrailingZeros(digits.substring(leading)), exponent - leading);
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    /** Whether these digits lie in the middle between two numbers of {@code count} digits: the float itself may not. */
    private boolean isTie(int count) {
        return digits.length() == count + 1 && digits.charAt(count) == '5';
    }

    private Decimal rounded(int count) {
        if (digits.length() <= count) {
            return new Decimal(padded(digits, count), exponent);
        }
        String kept = digits.substring(0, count);
        return digits.charAt(count) < '5' ? new Decimal(kept, exponent) : incremented(kept);
    }

    private Decimal incremented(String kept) {
        char[] up = kept.toCharArray();
        int i = up.length - 1;
        while (i >= 0 && up[i] == '9') {
            up[i--] = '0';
        }
        if (i < 0) {
            up[0] = '1';
            return new Decimal(new String(up), exponent + 1);
        }
        up[i]++;
        return new Decimal(new String(up), exponent);
    }

    private static String padded(String digits, int count) {
        return digits + "0".repeat(Math.max(0, count - digits.length()));
    }
}
