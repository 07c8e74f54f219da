package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Conversions between strings, integers and floats (manual 3.4.3). */
public final class Conversions {

    public static final String NO_INTEGER = "number has no integer representation";

    private static final double TWO_63 = 0x1p63;

    private Conversions() {}

    /** Whether a float has an exact integer representation. */
    public static boolean isIntegral(double value) {
        return value >= -TWO_63 && value < TWO_63 && value == (long) value;
    }

    /** A number of LuaJ's own classes as one of ours; any other value as it is. */
    public static LuaValue normalise(LuaValue value) {
        return value instanceof LuaNumber && !(value instanceof AbstractNumber) ? foreign(value) : value;
    }

    private static AbstractNumber foreign(LuaValue number) {
        return number instanceof LuaInteger integer ? LuaInt.of(integer.v) : new LuaFloat(number.todouble());
    }

    /** The number that a number or numeric string stands for in arithmetic, or null. */
    public static @Nullable AbstractNumber toNumber(LuaValue value) {
        if (value instanceof AbstractNumber number) {
            return number;
        }
        if (value instanceof LuaString string) {
            return NumberParser.parse(string);
        }
        return value instanceof LuaNumber ? foreign(value) : null;
    }

    /** The integer that a number or numeric string converts to exactly, or null. */
    public static @Nullable LuaInt toInteger(LuaValue value) {
        AbstractNumber number = toNumber(value);
        if (number instanceof LuaFloat f) {
            return isIntegral(f.value) ? LuaInt.of((long) f.value) : null;
        }
        return (LuaInt) number;
    }

    /** Whether a value is a string or a number, which concatenation and string functions take. */
    public static boolean isStringLike(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber;
    }

    /** The string that a string or number stands for, or null. */
    public static @Nullable LuaString toLuaString(LuaValue value) {
        if (value instanceof LuaString string) {
            return string;
        }
        return value instanceof LuaNumber ? ((AbstractNumber) normalise(value)).strvalue() : null;
    }
}
