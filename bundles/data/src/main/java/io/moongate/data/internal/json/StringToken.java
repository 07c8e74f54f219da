package io.moongate.data.internal.json;

import io.moongate.data.internal.document.Fault;
import java.util.Arrays;

/** Reads one string token; remembers how far it came when the text ends before the token does. */
final class StringToken {

    private byte[] bytes = {};
    private int offset;
    private int length;

    /** How many bytes of an unfinished token need no second look; 0 when there is none. */
    private int seen;

    private boolean hasEscape;
    private byte[] unescaped = new byte[64];

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /**
     * Reads the token whose opening quote is at {@code start}.
     *
     * @return the position after it, or -1 when {@code end} comes first: then to be called again when there is more
     */
    int read(byte[] text, int start, int end) throws Fault {
        byte quote = text[start];
        int i = start + Math.max(1, seen);
        while (i < end) {
            byte c = text[i];
            if (c == quote) {
                take(text, start + 1, i);
                return i + 1;
            }
            if (c == '\\') {
                hasEscape = true;
                if (i + 1 >= end) {
                    break;
                }
                i++;
            }
            i++;
        }
        seen = Math.min(i, end) - start;
        return -1;
    }

    private void take(byte[] text, int from, int to) throws Fault {
        if (hasEscape) {
            unescape(text, from, to);
            bytes = unescaped;
            offset = 0;
        } else {
            bytes = text;
            offset = from;
            length = to - from;
        }
        seen = 0;
        hasEscape = false;
    }

    private void unescape(byte[] text, int from, int to) throws Fault {
        if (unescaped.length < to - from) {
            unescaped = new byte[to - from];
        }
        length = 0;
        int i = from;
        while (i < to) {
            byte c = text[i++];
            if (c != '\\') {
                unescaped[length++] = c;
                continue;
            }
            byte escape = text[i++];
            if (escape == 'u') {
                i = unescapeUnicode(text, i, to);
            } else {
                unescaped[length++] = simple(escape);
            }
        }
    }

    private static byte simple(byte escape) throws Fault {
        return switch (escape) {
            case '"', '\'', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new Fault(Fault.PARSE);
        };
    }

    private int unescapeUnicode(byte[] text, int digits, int to) throws Fault {
        int unit = hex4(text, digits, to);
        int next = digits + 4;
        if (Character.isHighSurrogate((char) unit) && next + 6 <= to && text[next] == '\\' && text[next + 1] == 'u') {
            int low = hex4(text, next + 2, to);
            if (Character.isLowSurrogate((char) low)) {
                append(Character.toCodePoint((char) unit, (char) low));
                return next + 6;
            }
        }
        append(unit);
        return next;
    }

    private static int hex4(byte[] text, int from, int to) throws Fault {
        if (from + 4 > to) {
            throw new Fault(Fault.PARSE);
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
            if (digit < 0) {
                throw new Fault(Fault.PARSE);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Adds a code point as UTF-8; a surrogate without its partner like any other of three bytes. */
    private void append(int codePoint) {
        if (length + 4 > unescaped.length) {
            unescaped = Arrays.copyOf(unescaped, length + 4);
        }
        if (codePoint < 0x80) {
            unescaped[length++] = (byte) codePoint;
            return;
        }
        if (codePoint < 0x800) {
            unescaped[length++] = (byte) (0xc0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                unescaped[length++] = (byte) (0xe0 | codePoint >> 12);
            } else {
                unescaped[length++] = (byte) (0xf0 | codePoint >> 18);
                unescaped[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            }
            unescaped[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        }
        unescaped[length++] = (byte) (0x80 | codePoint & 0x3f);
    }
}
