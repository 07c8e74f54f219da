package io.moongate.data.internal.json;

/** Writes integers in decimal. */
final class IntegerText {

    /** The longest text: a sign and 19 digits. */
    static final int LONGEST = 20;

    private IntegerText() {}

    /** @return where the text ends */
    static int write(long value, byte[] to, int position) {
        if (value >= 0) {
            return writeDigits(value, countDigits(value), to, position);
        }
        to[position] = '-';
        if (value == Long.MIN_VALUE) {
            int end = writeDigits(Long.MAX_VALUE, 19, to, position + 1);
            to[end - 1]++;
            return end;
        }
        return writeDigits(-value, countDigits(-value), to, position + 1);
    }

    /** Writes the last {@code count} digits. */
    static int writeDigits(long value, int count, byte[] to, int position) {
        long rest = value;
        for (int i = position + count - 1; i >= position; i--) {
            long quotient = rest / 10;
            to[i] = (byte) ('0' + rest - quotient * 10);
            rest = quotient;
        }
        return position + count;
    }

    private static int countDigits(long value) {
        int count = 1;
        for (long limit = 10; value >= limit; limit *= 10) {
            count++;
            if (count == 19) {
                break;
            }
        }
        return count;
    }
}
