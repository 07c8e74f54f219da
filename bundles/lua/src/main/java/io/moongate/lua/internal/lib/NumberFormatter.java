package io.moongate.lua.internal.lib;

import java.util.Locale;

/** Numbers after C's {@code printf} (ISO C 7.21.6.1), as {@code string.format} has them. */
final class NumberFormatter {

    private static final int DEFAULT_PRECISION = 6;
    private static final int MANTISSA_BITS = 52;
    private static final int HEX_DIGITS = MANTISSA_BITS / 4;
    private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;

    private NumberFormatter() {}

    // Integers.

    static void signed(ByteBuilder out, FormatSpec spec, long value) {
        String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        integer(out, spec, sign(spec, value < 0), precise(spec, digits));
    }

    static void unsigned(ByteBuilder out, FormatSpec spec, long value) {
        integer(out, spec, "", precise(spec, Long.toUnsignedString(value)));
    }

    static void hexadecimal(ByteBuilder out, FormatSpec spec, long value, boolean upperCase) {
        String digits = precise(spec, Long.toHexString(value));
        String prefix = spec.has('#') && value != 0 ? "0x" : "";
        integer(out, spec, inCase(prefix, upperCase), inCase(digits, upperCase));
    }

    static void octal(ByteBuilder out, FormatSpec spec, long value) {
        String digits = precise(spec, Long.toOctalString(value));
        integer(out, spec, "", spec.has('#') && !digits.startsWith("0") ? "0" + digits : digits);
    }

    private static void integer(ByteBuilder out, FormatSpec spec, String prefix, String digits) {
        spec.pad(out, prefix, digits, spec.has('0') && !spec.isPrecise());
    }

    /** At least as many digits as the precision says; zero has none when it says zero. */
    private static String precise(FormatSpec spec, String digits) {
        return spec.precision() == 0 && digits.equals("0") ? "" : atLeast(digits, spec.precision());
    }

    private static String atLeast(String digits, int count) {
        return digits.length() >= count ? digits : "0".repeat(count - digits.length()) + digits;
    }

    private static String sign(FormatSpec spec, boolean negative) {
        if (negative) {
            return "-";
        }
        return spec.has('+') ? "+" : spec.has(' ') ? " " : "";
    }

    private static String inCase(String text, boolean upperCase) {
        return upperCase ? text.toUpperCase(Locale.ROOT) : text;
    }

    // Floats.

    static void real(ByteBuilder out, FormatSpec spec, double value) {
        char conversion = spec.conversion();
        boolean upperCase = conversion < 'a';
        String sign = sign(spec, Double.doubleToRawLongBits(value) < 0);
        double magnitude = Math.abs(value);
        if (!Double.isFinite(value)) {
            spec.pad(out, sign, inCase(Double.isNaN(value) ? "nan" : "inf", upperCase), false);
            return;
        }
        boolean hex = (conversion | 0x20) == 'a';
        String digits = switch (conversion | 0x20) {
            case 'a' -> hex(magnitude, spec);
            case 'e' -> scientific(magnitude, spec);
            case 'f' -> fixed(magnitude, spec);
            default -> general(magnitude, spec);
        };
        spec.pad(out, inCase(hex ? sign + "0x" : sign, upperCase), inCase(digits, upperCase), spec.has('0'));
    }

    private static int precision(FormatSpec spec) {
        return spec.isPrecise() ? spec.precision() : DEFAULT_PRECISION;
    }

    private static String fixed(double value, FormatSpec spec) {
        int decimals = precision(spec);
        String digits = Decimal.fixed(value, decimals);
        return withPoint(digits, digits.length() - decimals, spec.has('#'));
    }

    private static String withPoint(String digits, int whole, boolean always) {
        String integer = digits.substring(0, whole);
        return whole == digits.length() && !always ? integer : integer + "." + digits.substring(whole);
    }

    private static String scientific(double value, FormatSpec spec) {
        Decimal decimal = Decimal.significant(value, precision(spec) + 1);
        return withPoint(decimal.digits(), 1, spec.has('#')) + exponent('e', decimal.exponent(), 2);
    }

    private static String exponent(char mark, int exponent, int minimumDigits) {
        return mark + (exponent < 0 ? "-" : "+") + atLeast(Integer.toString(Math.abs(exponent)), minimumDigits);
    }

    private static String general(double value, FormatSpec spec) {
        int precision = Math.max(1, precision(spec));
        Decimal decimal = Decimal.significant(value, precision);
        int exponent = decimal.exponent();
        boolean always = spec.has('#');
        String digits = always ? decimal.digits() : withoutTrailingZeros(decimal.digits());
        if (exponent < -4 || exponent >= precision) {
            return withPoint(digits, 1, always) + exponent('e', exponent, 2);
        }
        return plain(digits, exponent, always);
    }

    private static String plain(String digits, int exponent, boolean always) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        String whole = digits.length() > exponent ? digits : digits + "0".repeat(exponent + 1 - digits.length());
        return withPoint(whole, exponent + 1, always);
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    /** As glibc: normal numbers have the leading digit 1 before rounding, subnormal ones and zero have 0. */
    private static String hex(double value, FormatSpec spec) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & MANTISSA_MASK;
        int biased = (int) (bits >>> MANTISSA_BITS);
        int exponent = value == 0 ? 0 : Math.max(biased, 1) - Double.MAX_EXPONENT;
        long mantissa = biased == 0 ? fraction : fraction | 1L << MANTISSA_BITS;
        int count = spec.isPrecise() ? spec.precision() : hexDigits(fraction);
        long rounded = roundHex(mantissa, count);
        String digits = atLeast(Long.toHexString(rounded & MANTISSA_MASK), HEX_DIGITS);
        String shown = count <= HEX_DIGITS ? digits.substring(0, count) : digits + "0".repeat(count - HEX_DIGITS);
        return withPoint((rounded >>> MANTISSA_BITS) + shown, 1, spec.has('#')) + exponent('p', exponent, 1);
    }

    private static int hexDigits(long fraction) {
        return fraction == 0 ? 0 : HEX_DIGITS - Long.numberOfTrailingZeros(fraction) / 4;
    }

    private static long roundHex(long mantissa, int count) {
        if (count >= HEX_DIGITS) {
            return mantissa;
        }
        int dropped = 4 * (HEX_DIGITS - count);
        long rest = mantissa & (1L << dropped) - 1;
        long half = 1L << dropped - 1;
        long kept = mantissa >>> dropped;
        boolean up = rest > half || rest == half && (kept & 1) != 0;
        return (up ? kept + 1 : kept) << dropped;
    }
}
