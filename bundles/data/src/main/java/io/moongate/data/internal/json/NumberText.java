package io.moongate.data.internal.json;

import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.ValueStack;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON numbers: without point and exponent an integer, if 64 bits hold it, otherwise the float nearest to the text.
 */
final class NumberText {
    private NumberText() {}

    private static final int LONGEST_EXACT = 18;
    private static final long LARGEST_EXACT = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    static boolean isPart(byte c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    static boolean mayBegin(byte c) {
        return c >= '0' && c <= '9' || c == '-';
    }

    /** Pushes the number that is the text from {@code from} to {@code to}. */
    static void push(byte[] text, int from, int to, ValueStack values) throws Fault {
        int i = from < to && text[from] == '-' ? from + 1 : from;
        int firstDigit = i;
        long mantissa = 0;
        while (i < to && isDigit(text[i])) {
            mantissa = mantissa * 10 + text[i++] - '0';
        }
        if (i == firstDigit) {
            throw new Fault(Fault.PARSE);
        }
        boolean isNegative = firstDigit > from;
        if (i < to) {
            pushFloat(text, from, to, values);
        } else if (i - firstDigit <= LONGEST_EXACT) {
            values.pushInteger(isNegative ? -mantissa : mantissa);
        } else {
            pushLong(text, from, to, values);
        }
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static void pushLong(byte[] text, int from, int to, ValueStack values) throws Fault {
        String digits = string(text, from, to);
        try {
            values.pushInteger(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            values.pushNumber(Double.parseDouble(digits));
        }
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static void pushFloat(byte[] text, int from, int to, ValueStack values) throws Fault {
        boolean isNegative = text[from] == '-';
        int i = isNegative ? from + 1 : from;
        long mantissa = 0;
        int digits = 0;
        int fraction = 0;
        for (; i < to && isDigit(text[i]); i++, digits++) {
            mantissa = mantissa * 10 + text[i] - '0';
        }
        if (i < to && text[i] == '.') {
            int point = i++;
            for (; i < to && isDigit(text[i]); i++, digits++) {
                mantissa = mantissa * 10 + text[i] - '0';
            }
            fraction = i - point - 1;
        }
        int exponent = exponent(text, i, to) - fraction;
        if (digits <= LONGEST_EXACT && mantissa <= LARGEST_EXACT && Math.abs(exponent) < POWERS_OF_TEN.length) {
            // Both factors are exact, so the one rounding of the product gives the nearest float.
            double value = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
            values.pushNumber(isNegative ? -value : value);
        } else {
            values.pushNumber(Double.parseDouble(string(text, from, to)));
        }
    }

    /** Checks an exponent, which may be absent. @return its value, cut to what matters */
    private static int exponent(byte[] text, int from, int to) throws Fault {
        if (from == to) {
            return 0;
        }
        if ((text[from] | 0x20) != 'e') {
            throw new Fault(Fault.PARSE);
        }
        int i = from + 1;
        boolean isNegative = i < to && text[i] == '-';
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == to) {
            throw new Fault(Fault.PARSE);
        }
        int value = 0;
        for (; i < to; i++) {
            if (!isDigit(text[i])) {
                throw new Fault(Fault.PARSE);
            }
            value = Math.min(100_000, value * 10 + text[i] - '0');
        }
        return isNegative ? -value : value;
    }
}
