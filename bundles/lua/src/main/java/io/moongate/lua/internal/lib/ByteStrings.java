package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.SingleBytes;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Strings from bytes; those of one byte exist already. */
final class ByteStrings {

    private ByteStrings() {}

    /** @param b any int: its low eight bits count */
    static LuaString of(int b) {
        return SingleBytes.of(b);
    }

    static LuaString copy(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 0 -> LuaValue.EMPTYSTRING;
            case 1 -> of(bytes[from]);
            default -> LuaString.valueUsing(Arrays.copyOfRange(bytes, from, to));
        };
    }

    /** The part from {@code from} to {@code to}, counted from 0, end excluded. It keeps no large string alive. */
    static LuaString part(LuaString s, int from, int to) {
        return from == 0 && to == s.m_length ? s : copy(s.m_bytes, s.m_offset + from, s.m_offset + to);
    }

    /** Where {@code wanted} first occurs at or after {@code from}, counted from 0; -1 when nowhere. */
    static int indexOf(LuaString s, LuaString wanted, int from) {
        int last = s.m_offset + s.m_length - wanted.m_length;
        if (wanted.m_length == 0) {
            return from;
        }
        byte[] bytes = s.m_bytes;
        byte first = wanted.m_bytes[wanted.m_offset];
        for (int at = s.m_offset + from; at <= last; at++) {
            if (bytes[at] == first && startsAt(bytes, at, wanted)) {
                return at - s.m_offset;
            }
        }
        return -1;
    }

    private static boolean startsAt(byte[] bytes, int at, LuaString wanted) {
        return Arrays.equals(
                bytes, at, at + wanted.m_length, wanted.m_bytes, wanted.m_offset, wanted.m_offset + wanted.m_length);
    }
}
