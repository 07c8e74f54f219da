package io.moongate.lua.internal.lib;

import org.luaj.vm2.LuaString;

/** UTF-8 as Lua has it: up to 31 bits in six bytes, or strictly Unicode (manual 6.5). */
final class Utf8 {

    /** The largest code. */
    static final int MAX = Integer.MAX_VALUE;

    static final long INVALID = -1;

    private static final int MAX_CONTINUATIONS = 5;

    /** The least code that needs so many continuation bytes. */
    private static final long[] MINIMUM = {0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};

    private Utf8() {}

    /** Whether there is a continuation byte at {@code at}, counted from 0. */
    static boolean continues(LuaString s, int at) {
        return at < s.m_length && (s.m_bytes[s.m_offset + at] & 0xC0) == 0x80;
    }

    /**
     * Decodes the character at {@code at}, counted from 0.
     *
     * @return {@link #INVALID}, or the number of bytes in the upper and the code in the lower 32 bits
     */
    static long decode(LuaString s, int at, boolean strict) {
        int first = s.m_bytes[s.m_offset + at] & 0xFF;
        if (first < 0x80) {
            return 1L << 32 | first;
        }
        int continuations = Integer.numberOfLeadingZeros(~first << 24) - 1;
        if (continuations < 1 || continuations > MAX_CONTINUATIONS) {
            return INVALID;
        }
        long code = first & 0x3F >> continuations;
        for (int i = 1; i <= continuations; i++) {
            if (!continues(s, at + i)) {
                return INVALID;
            }
            code = code << 6 | s.m_bytes[s.m_offset + at + i] & 0x3F;
        }
        boolean valid = code >= MINIMUM[continuations] && code <= MAX && !(strict && isOutsideUnicode(code));
        return valid ? continuations + 1L << 32 | code : INVALID;
    }

    private static boolean isOutsideUnicode(long code) {
        return code > Character.MAX_CODE_POINT || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }

    static int length(long decoded) {
        return (int) (decoded >> 32);
    }

    static int code(long decoded) {
        return (int) decoded;
    }

    static void encode(ByteBuilder out, int code) {
        if (code < 0x80) {
            out.append(code);
            return;
        }
        int continuations = 1;
        while (continuations < MAX_CONTINUATIONS && code >= MINIMUM[continuations + 1]) {
            continuations++;
        }
        out.append(0xFF << 7 - continuations & 0xFF | code >> 6 * continuations);
        for (int i = continuations - 1; i >= 0; i--) {
            out.append(0x80 | code >> 6 * i & 0x3F);
        }
    }
}
