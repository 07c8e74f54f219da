package io.moongate.lua;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** The two subtypes of number: 64-bit integers and floats, Lua 5.4 manual section 2.1. */
public final class Numbers {
    private Numbers() {}

    /** An integer value. */
    public static LuaNumber integer(long value) {
        return LuaInteger.valueOf(value);
    }

    /** A float value, which stays a float even when its value is integral. */
    public static LuaNumber number(double value) {
        return LuaDouble.valueOf(value);
    }

    /** Whether {@code value} is of the integer subtype. Strings are not. */
    public static boolean isInteger(LuaValue value) {
        return value instanceof LuaInteger;
    }
}
