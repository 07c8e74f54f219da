package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaDouble;
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
        return switch (value) {
            case AbstractNumber number -> number;
            case LuaInteger integer -> LuaInt.of(integer.v);
            case LuaDouble number -> new LuaFloat(number.todouble());
            default -> value;
        };
    }

    /** The number that a number or numeric string stands for in arithmetic, or null. */
    public static @Nullable AbstractNumber toNumber(LuaValue value) {
        return switch (value) {
            case AbstractNumber number -> number;
            case LuaString string -> NumberParser.parse(string);
            case LuaNumber foreign -> (AbstractNumber) normalise(foreign);
            default -> null;
        };
    }

    /** The integer that a number or numeric string converts to exactly, or null. */
    public static @Nullable LuaInt toInteger(LuaValue value) {
        return switch (toNumber(value)) {
            case null -> null;
            case LuaInt integer -> integer;
            case LuaFloat number -> isIntegral(number.value) ? LuaInt.of((long) number.value) : null;
        };
    }

    /** Whether a value is a string or a number, which concatenation and string functions take. */
    public static boolean isStringLike(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber;
    }

    /** The string that a string or number stands for, or null. */
    public static @Nullable LuaString toLuaString(LuaValue value) {
        return switch (value) {
            case LuaString string -> string;
            case LuaNumber number -> ((AbstractNumber) normalise(number)).strvalue();
            default -> null;
        };
    }
}
