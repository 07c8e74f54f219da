package io.moongate.lua.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as strings: {@code "%d"} and {@code "%.14g"} (manual 3.4.3). */
public final class NumberFormat {

    private static final int DIGITS = 14;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    private NumberFormat() {}

    public static String format(AbstractNumber number) {
        return switch (number) {
            case LuaInt integer -> Long.toString(integer.value);
            case LuaFloat f -> format(f.value);
        };
    }

    /** As {@code "%.14g"}, with {@code ".0"} added where it would read back as an integer. */
    public static String format(double value) {
        if (value == (long) value && Math.abs(value) < 1e15) {
            return integral(value);
        }
        String text = general(value);
        return looksLikeInteger(text) ? text + ".0" : text;
    }

    private static String integral(double value) {
        if (value == 0 && 1 / value < 0) {
            return "-0.0";
        }
        // 15 digits do not fit "%.14g".
        return Math.abs(value) < 1e14 ? (long) value + ".0" : scientificOrPlain(value);
    }

    private static String scientificOrPlain(double value) {
        String text = general(value);
        return looksLikeInteger(text) ? text + ".0" : text;
    }

    private static boolean looksLikeInteger(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static String general(double value) {
        if (Double.isNaN(value)) {
            // As C shows it: which sign the NaN of 0/0 has is the processor's choice.
            return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return layOut(new BigDecimal(value).round(ROUNDING).stripTrailingZeros());
    }

    private static String layOut(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        int exponent = digits.length() - value.scale() - 1;
        String sign = value.signum() < 0 ? "-" : "";
        if (exponent < -4 || exponent >= DIGITS) {
            return sign + scientific(digits, exponent);
        }
        return sign + value.abs().toPlainString();
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String magnitude = Integer.toString(Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (magnitude.length() < 2 ? "0" + magnitude : magnitude);
    }
}
