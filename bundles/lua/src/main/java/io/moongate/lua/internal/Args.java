package io.moongate.lua.internal;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Checks of arguments, with the messages of {@code lauxlib}. An absent argument is {@code NONE}. */
public final class Args {

    private Args() {}

    /** The nth argument from 1, {@code NONE} when absent. */
    public static LuaValue get(Varargs arguments, int n) {
        return n <= arguments.narg() ? arguments.arg(n) : LuaValue.NONE;
    }

    public static LibraryError error(int n, String message) {
        return new LibraryError(n, message);
    }

    public static LibraryError typeError(GlobalState state, LuaValue value, int n, String expected) {
        String actual = value == LuaValue.NONE ? "no value" : Names.type(state, value);
        return new LibraryError(n, expected + " expected, got " + actual);
    }

    public static LuaValue checkAny(Varargs arguments, int n) {
        if (n > arguments.narg()) {
            throw new LibraryError(n, "value expected");
        }
        return arguments.arg(n);
    }

    public static LuaTable checkTable(GlobalState state, LuaValue value, int n) {
        if (value instanceof LuaTable table) {
            return table;
        }
        throw typeError(state, value, n, "table");
    }

    public static LuaFunction checkFunction(GlobalState state, LuaValue value, int n) {
        if (value instanceof LuaFunction function) {
            return function;
        }
        throw typeError(state, value, n, "function");
    }

    public static LuaString checkString(GlobalState state, LuaValue value, int n) {
        if (value instanceof LuaString string) {
            return string;
        }
        if (value instanceof LuaNumber number) {
            return ((AbstractNumber) Conversions.normalise(number)).strvalue();
        }
        throw typeError(state, value, n, "string");
    }

    public static long checkInteger(GlobalState state, LuaValue value, int n) {
        if (value instanceof LuaInt integer) {
            return integer.value;
        }
        LuaInt converted = Conversions.toInteger(value);
        if (converted != null) {
            return converted.value;
        }
        throw Conversions.toNumber(value) == null
                ? typeError(state, value, n, "number")
                : new LibraryError(n, Conversions.NO_INTEGER);
    }

    public static long optInteger(GlobalState state, LuaValue value, int n, long absent) {
        return value.isnil() ? absent : checkInteger(state, value, n);
    }

    /** A number of one of our two classes. */
    public static AbstractNumber checkNumber(GlobalState state, LuaValue value, int n) {
        AbstractNumber number = Conversions.toNumber(value);
        if (number == null) {
            throw typeError(state, value, n, "number");
        }
        return number;
    }

    public static double checkDouble(GlobalState state, LuaValue value, int n) {
        return value instanceof LuaFloat f
                ? f.value
                : checkNumber(state, value, n).todouble();
    }
}
