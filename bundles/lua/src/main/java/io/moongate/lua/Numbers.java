package io.moongate.lua;

import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import java.util.OptionalLong;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** The two subtypes of number: 64-bit integers and floats, Lua 5.4 manual section 2.1. */
public final class Numbers {
    private Numbers() {}

    /** An integer value. */
    public static LuaNumber integer(long value) {
        return LuaInt.of(value);
    }

    /** A float value, which stays a float even when its value is integral. */
    public static LuaNumber number(double value) {
        return new LuaFloat(value);
    }

    /** Whether {@code value} is of the integer subtype. Strings are not. */
    public static boolean isInteger(LuaValue value) {
        return value instanceof LuaInt || value instanceof LuaInteger;
    }

    /** Whether {@code value} is of the float subtype. Strings are not. */
    public static boolean isFloat(LuaValue value) {
        return value instanceof LuaNumber && !isInteger(value);
    }

    /**
     * The integer that a number or numeric string stands for, when it is exactly one (manual 3.4.3): {@code 3}, {@code
     * 3.0} and {@code "3"} do, {@code 3.5} and {@code 1e300} do not.
     */
    public static OptionalLong toInteger(LuaValue value) {
        LuaInt integer = Conversions.toInteger(value);
        return integer == null ? OptionalLong.empty() : OptionalLong.of(integer.value);
    }
}
