package io.moongate.data.internal.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Percent coding as the API has it: not quite RFC 3986, for it leaves {@code /}, {@code :} and bytes above 126. */
final class UrlText {
    private UrlText() {}

    private static final BitSet ENCODED = encoded();
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private static BitSet encoded() {
        BitSet set = new BitSet();
        "\0\t\r\n #$%&'+,;<=>?@[\\]^`{|}~".chars().forEach(set::set);
        return set;
    }

    static byte[] encode(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 32);
        for (byte c : text) {
            if (ENCODED.get(c & 0xff)) {
                out.write('%');
                out.write(HEX[c >> 4 & 0xf]);
                out.write(HEX[c & 0xf]);
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    static byte[] decode(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int value = text[i] == '%' && i + 2 < text.length ? hex(text[i + 1], text[i + 2]) : -1;
            if (value >= 0) {
                out.write(value);
                i += 2;
            } else {
                out.write(text[i] == '+' ? ' ' : text[i]);
            }
        }
        return out.toByteArray();
    }

    /** @return negative when these are no two hexadecimal digits */
    private static int hex(byte high, byte low) {
        return digit(high) << 4 | digit(low);
    }

    private static int digit(byte c) {
        return c < 0 ? -1 : Character.digit(c, 16);
    }
}
