package io.moongate.data.internal.json;

import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.Fault;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON strings in pure ASCII: safe in scripts and in any charset. Characters above U+FFFF become surrogate pairs,
 * bytes that are no UTF-8 become U+FFFD.
 */
final class StringText {
    private StringText() {}

    private static final int LONGEST_ESCAPE = 6;
    private static final int REPLACEMENT = 0xfffd;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    /** For each byte: 0 to be written as it is, {@code 'u'} as a code point, else the letter after the backslash. */
    private static final byte[] ESCAPES = escapes();

    private static byte[] escapes() {
        byte[] escapes = new byte[256];
        for (int c = 0; c < 256; c++) {
            escapes[c] = (byte) (c < 0x20 || c >= 0x7f ? 'u' : 0);
        }
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['/'] = '/';
        return escapes;
    }

    static void write(byte[] text, int offset, int length, ByteSink sink) throws Fault {
        byte[] to = sink.reserve(length + 2);
        int p = sink.length();
        int end = offset + length;
        to[p++] = '"';
        int i = offset;
        while (i < end) {
            byte escape = ESCAPES[text[i] & 0xff];
            if (escape == 0) {
                to[p++] = text[i++];
                continue;
            }
            // Each byte of a character takes at most one escape, so this reserves for what follows too.
            sink.advanceTo(p);
            to = sink.reserve(2 * LONGEST_ESCAPE + end - i);
            if (escape == 'u') {
                long decoded = decode(text, i, end);
                p = writeEscape((int) decoded, to, p);
                i += (int) (decoded >>> 32);
            } else {
                to[p++] = '\\';
                to[p++] = escape;
                i++;
            }
        }
        sink.advanceTo(p);
        sink.put('"');
    }

    private static int writeEscape(int codePoint, byte[] to, int position) {
        if (codePoint < 0x10000) {
            return writeUnit(codePoint, to, position);
        }
        int p = writeUnit(Character.highSurrogate(codePoint), to, position);
        return writeUnit(Character.lowSurrogate(codePoint), to, p);
    }

    private static int writeUnit(int unit, byte[] to, int position) {
        int p = position;
        to[p++] = '\\';
        to[p++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            to[p++] = HEX[unit >> shift & 0xf];
        }
        return p;
    }

    /**
     * Decodes one character of UTF-8. A surrogate in three bytes is taken, for so {@code "\ud800"} is decoded.
     *
     * @return the code point in the low half, the number of bytes in the high half
     */
    private static long decode(byte[] text, int at, int end) {
        int first = text[at] & 0xff;
        if (first < 0x80) {
            return character(first, 1);
        }
        int count = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (count == 0 || at + count > end) {
            return character(REPLACEMENT, 1);
        }
        int codePoint = first & 0xff >> count + 1;
        for (int i = 1; i < count; i++) {
            int next = text[at + i] & 0xff;
            if ((next & 0xc0) != 0x80) {
                return character(REPLACEMENT, 1);
            }
            codePoint = codePoint << 6 | next & 0x3f;
        }
        boolean isTooLong = count == 3 && codePoint < 0x800 || count == 4 && codePoint < 0x10000;
        return isTooLong || codePoint > 0x10ffff ? character(REPLACEMENT, 1) : character(codePoint, count);
    }

    private static long character(int codePoint, int count) {
        return (long) count << 32 | codePoint;
    }
}
