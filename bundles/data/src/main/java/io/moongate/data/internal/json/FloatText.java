package io.moongate.data.internal.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes floats as C's {@code "%.14g"} does: 14 significant digits, rounded to nearest, without trailing zeros. */
final class FloatText {

    /** The longest text: sign, point, 14 digits and an exponent of three. */
    static final int LONGEST = 24;

    private static final int DIGITS = 14;
    private static final long SMALLEST = 10_000_000_000_000L;
    private static final long TOO_LARGE = 10 * SMALLEST;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private FloatText() {}

    /** @param value finite @return where the text ends */
    static int write(double value, byte[] to, int position) {
        int start = position;
        if (value < 0 || 1 / value < 0) {
            to[start++] = '-';
        }
        double magnitude = Math.abs(value);
        if (magnitude < TOO_LARGE && magnitude == (long) magnitude) {
            return IntegerText.write((long) magnitude, to, start);
        }
        return magnitude > 1e-8 && magnitude < TOO_LARGE
                ? writeScaled(magnitude, to, start)
                : writeExact(magnitude, to, start);
    }

    /** Scales by an exact power of ten to an integer of 14 digits; the error of the product is exact too. */
    private static int writeScaled(double magnitude, byte[] to, int position) {
        int exponent = Math.min(DIGITS - 1, (int) Math.floor(Math.log10(magnitude)));
        long digits = scale(magnitude, DIGITS - 1 - exponent);
        if (digits < SMALLEST) {
            exponent--;
            digits = scale(magnitude, DIGITS - 1 - exponent);
        }
        if (digits >= TOO_LARGE) {
            exponent++;
            digits = digits == TOO_LARGE ? SMALLEST : scale(magnitude, DIGITS - 1 - exponent);
        }
        return layOut(digits, exponent, to, position);
    }

    /** {@code magnitude * 10^power} rounded to the nearest integer, half to even. */
    private static long scale(double magnitude, int power) {
        double factor = POWERS_OF_TEN[power];
        double product = magnitude * factor;
        double error = Math.fma(magnitude, factor, -product);
        long whole = (long) product;
        double aboveHalf = product - whole - 0.5 + error;
        return aboveHalf > 0 || aboveHalf == 0 && (whole & 1) == 1 ? whole + 1 : whole;
    }

    private static int writeExact(double magnitude, byte[] to, int position) {
        BigDecimal rounded = new BigDecimal(magnitude).round(ROUNDING);
        int exponent = rounded.precision() - rounded.scale() - 1;
        long digits = rounded.setScale(DIGITS - 1 - exponent, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact();
        return layOut(digits, exponent, to, position);
    }

    /** Writes {@code digits / 10^13 * 10^exponent}. */
    private static int layOut(long digits, int exponent, byte[] to, int position) {
        int count = DIGITS;
        long significant = digits;
        while (count > 1 && significant % 10 == 0) {
            significant /= 10;
            count--;
        }
        if (exponent < -4 || exponent >= DIGITS) {
            return writeExponent(exponent, to, writePointed(significant, count, 1, to, position));
        }
        return exponent < 0
                ? writeFraction(significant, count, -exponent - 1, to, position)
                : writePointed(significant, count, exponent + 1, to, position);
    }

    /** {@code 0.00ddd} */
    private static int writeFraction(long significant, int count, int zeros, byte[] to, int position) {
        int p = position;
        to[p++] = '0';
        to[p++] = '.';
        for (int i = 0; i < zeros; i++) {
            to[p++] = '0';
        }
        return IntegerText.writeDigits(significant, count, to, p);
    }

    /** {@code dd.ddd} with {@code whole} digits before the point, {@code ddd000} when it has fewer. */
    private static int writePointed(long significant, int count, int whole, byte[] to, int position) {
        int p = IntegerText.writeDigits(significant, count, to, position);
        if (count <= whole) {
            for (int i = count; i < whole; i++) {
                to[p++] = '0';
            }
            return p;
        }
        System.arraycopy(to, position + whole, to, position + whole + 1, count - whole);
        to[position + whole] = '.';
        return p + 1;
    }

    private static int writeExponent(int exponent, byte[] to, int position) {
        int p = position;
        to[p++] = 'e';
        to[p++] = (byte) (exponent < 0 ? '-' : '+');
        int magnitude = Math.abs(exponent);
        if (magnitude < 10) {
            to[p++] = '0';
        }
        return IntegerText.write(magnitude, to, p);
    }
}
