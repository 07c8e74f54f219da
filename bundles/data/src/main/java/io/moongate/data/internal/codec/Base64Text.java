package io.moongate.data.internal.codec;

import java.util.Arrays;

/**
 * Decodes Base64 (RFC 4648) without complaint: both alphabets, padding or none, foreign characters skipped. Padding ends
 * a group, so that texts encoded one by one may be joined. What is no whole byte is dropped.
 */
final class Base64Text {
    private Base64Text() {}

    private static final byte FOREIGN = -1;
    private static final byte[] DIGITS = digits();

    private static byte[] digits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            digits[alphabet.charAt(i)] = (byte) i;
        }
        digits['-'] = 62;
        digits['_'] = 63;
        return digits;
    }

    static byte[] decode(byte[] text) {
        byte[] decoded = new byte[(int) (text.length * 3L / 4) + 3];
        int length = 0;
        int bits = 0;
        int count = 0;
        for (byte c : text) {
            int digit = DIGITS[c & 0xff];
            if (digit != FOREIGN) {
                bits = bits << 6 | digit;
                count += 6;
                if (count >= 8) {
                    count -= 8;
                    decoded[length++] = (byte) (bits >> count);
                }
            } else if (c == '=') {
                count = 0;
            }
        }
        return Arrays.copyOf(decoded, length);
    }
}
