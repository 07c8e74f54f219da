package io.moongate.lua.internal;

import io.moongate.lua.LightUserdata;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Concatenation (manual 3.4.6) and {@code tostring}. */
public final class Concat {

    private Concat() {}

    public static LuaValue concat(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        LuaString x = Conversions.toLuaString(a);
        LuaString y = Conversions.toLuaString(b);
        if (x != null && y != null) {
            return join(state, x, y);
        }
        return concat(state, a, b, 0);
    }

    /** @param index which operand of the chain the left one is */
    private static LuaValue concat(@Nullable GlobalState state, LuaValue a, LuaValue b, int index) {
        LuaValue handler = Metatables.event(state, a, b, Event.CONCAT);
        if (handler == null) {
            throw Errors.concat(state, a, b, index);
        }
        return Calls.call(state, handler, a, b);
    }

    /** {@code a .. b .. c …}: right associative, strings joined at once. */
    public static LuaValue concat(@Nullable GlobalState state, LuaValue... operands) {
        int end = operands.length;
        LuaValue right = operands[--end];
        while (end > 0) {
            int start = end;
            long length = lengthOf(right);
            while (length >= 0 && start > 0 && Conversions.isStringLike(operands[start - 1])) {
                length += lengthOf(operands[--start]);
            }
            if (start < end - 1) {
                right = join(state, operands, start, end, right, length);
                end = start;
            } else {
                LuaValue left = operands[--end];
                LuaString x = Conversions.toLuaString(left);
                LuaString y = Conversions.toLuaString(right);
                right = x != null && y != null ? join(state, x, y) : concat(state, left, right, end);
            }
        }
        return right;
    }

    /** The length as a string; replaces nothing, numbers are formatted twice at worst. */
    private static long lengthOf(LuaValue value) {
        LuaString string = Conversions.toLuaString(value);
        return string == null ? Long.MIN_VALUE : string.m_length;
    }

    private static LuaString join(
            @Nullable GlobalState state, LuaValue[] operands, int start, int end, LuaValue right, long length) {
        byte[] bytes = new byte[checkLength(state, length)];
        int at = 0;
        for (int i = start; i < end; i++) {
            at = append(bytes, at, operands[i]);
        }
        append(bytes, at, right);
        return LuaString.valueUsing(bytes);
    }

    private static int append(byte[] bytes, int at, LuaValue value) {
        LuaString string = Conversions.toLuaString(value);
        System.arraycopy(string.m_bytes, string.m_offset, bytes, at, string.m_length);
        return at + string.m_length;
    }

    private static LuaString join(@Nullable GlobalState state, LuaString x, LuaString y) {
        if (y.m_length == 0) {
            return x;
        }
        if (x.m_length == 0) {
            return y;
        }
        byte[] bytes = new byte[checkLength(state, (long) x.m_length + y.m_length)];
        System.arraycopy(x.m_bytes, x.m_offset, bytes, 0, x.m_length);
        System.arraycopy(y.m_bytes, y.m_offset, bytes, x.m_length, y.m_length);
        return LuaString.valueUsing(bytes);
    }

    private static int checkLength(@Nullable GlobalState state, long length) {
        if (length > (state == null ? Integer.MAX_VALUE - 8 : state.limits.stringBytes())) {
            throw Errors.runtime(state, "string length overflow");
        }
        return (int) length;
    }

    /** What {@code tostring} returns, a string always ({@code luaL_tolstring}). */
    public static LuaString toLuaString(@Nullable GlobalState state, LuaValue value) {
        LuaValue handler = value instanceof LuaString ? null : Metatables.event(state, value, Event.TOSTRING);
        if (handler == null) {
            return basic(state, value);
        }
        LuaString text = Conversions.toLuaString(Calls.call(state, handler, value));
        if (text != null) {
            return text;
        }
        throw new LibraryError("'__tostring' must return a string");
    }

    private static LuaString basic(@Nullable GlobalState state, LuaValue value) {
        LuaString string = Conversions.toLuaString(value);
        if (string != null) {
            return string;
        }
        return LuaString.valueOf(
                switch (value.type()) {
                    case LuaValue.TNIL, LuaValue.TNONE -> "nil";
                    case LuaValue.TBOOLEAN -> value.toboolean() ? "true" : "false";
                    default ->
                        value instanceof LightUserdata light
                                ? light.tojstring()
                                : Names.address(Names.type(state, value), value);
                });
    }
}
