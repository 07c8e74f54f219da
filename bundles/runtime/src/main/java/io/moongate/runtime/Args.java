package io.moongate.runtime;

import io.moongate.lua.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Reads the arguments of a {@link LuaCall}, counted from 1. A wrong argument raises as the standard library does: {@code
 * bad argument #2 to 'connect' (number expected, got nil)}. The {@code opt} forms take a default for nil and absent.
 */
public final class Args {

    private final String function;
    private final Varargs values;
    private final int offset;
    private final boolean swapped;

    public Args(String function, Varargs values) {
        this(function, values, 0, false);
    }

    private Args(String function, Varargs values, int offset, boolean swapped) {
        this.function = function;
        this.values = values;
        this.offset = offset;
        this.swapped = swapped;
    }

    /** The arguments of a method call: {@code self}, the first of {@code values}, is not counted. */
    public static Args ofMethod(String function, Varargs values) {
        return new Args(function, values, 1, false);
    }

    /** The one other operand of a binary metamethod. */
    public static Args ofOperand(String event, LuaValue other, boolean swapped) {
        return new Args(event, other, 0, swapped);
    }

    /** Whether the object of a binary metamethod stands on the right of the operator. */
    public boolean isSwapped() {
        return swapped;
    }

    /** The object before the colon of a method call as Lua sees it. */
    public LuaValue self() {
        return values.arg(offset);
    }

    public int count() {
        return Math.max(0, values.narg() - offset);
    }

    /** The value at {@code index}, nil when absent. */
    public LuaValue value(int index) {
        return values.arg(index + offset);
    }

    /** The values from {@code index} on. */
    public Varargs from(int index) {
        return values.subargs(index + offset);
    }

    public boolean isNil(int index) {
        return value(index).isnil();
    }

    /** Raises unless something, be it nil, was given. */
    public LuaValue any(int index) {
        if (index > count()) {
            throw bad(index, "value expected");
        }
        return value(index);
    }

    /** A string; a number is converted. */
    public LuaString string(int index) {
        return switch (value(index)) {
            case LuaString s -> s;
            case LuaNumber n -> n.strvalue();
            default -> throw expected(index, "string");
        };
    }

    public @Nullable LuaString optString(int index) {
        return isNil(index) ? null : string(index);
    }

    /** A string as Java text, decoded from UTF-8. */
    public String text(int index) {
        LuaString s = string(index);
        return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
    }

    public String optText(int index, String otherwise) {
        return isNil(index) ? otherwise : text(index);
    }

    /** A copy of a string's bytes. */
    public byte[] bytes(int index) {
        LuaString s = string(index);
        return Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
    }

    /** A string, a number as its text, or the content of a {@link ByteData}. */
    public LuaString data(int index) {
        ByteData data = objectOrNull(index, ByteData.class);
        return data != null ? Result.string(data.toBytes()) : string(index);
    }

    /** An integer; floats with integral value and numeric strings are converted. */
    public long integer(int index) {
        LuaValue converted = value(index).tonumber();
        if (converted.isnil()) {
            throw expected(index, "number");
        }
        if (Numbers.isInteger(converted)) {
            return converted.tolong();
        }
        double d = converted.todouble();
        if (d != Math.rint(d) || d < -0x1p63 || d >= 0x1p63) {
            throw bad(index, "number has no integer representation");
        }
        return (long) d;
    }

    public long optInteger(int index, long otherwise) {
        return isNil(index) ? otherwise : integer(index);
    }

    /** An integer from {@code min} to {@code max}, both included. */
    public int integer(int index, int min, int max) {
        long n = integer(index);
        if (n < min || n > max) {
            throw bad(index, "out of range: " + n + " is not in " + min + ".." + max);
        }
        return (int) n;
    }

    public int optInteger(int index, int otherwise, int min, int max) {
        return isNil(index) ? otherwise : integer(index, min, max);
    }

    /** An integer as the low bits of any number: fractions are cut, as C programs do. */
    public long truncated(int index) {
        LuaValue converted = value(index).tonumber();
        if (converted.isnil()) {
            throw expected(index, "number");
        }
        return Numbers.isInteger(converted) ? converted.tolong() : (long) converted.todouble();
    }

    public double number(int index) {
        LuaValue converted = value(index).tonumber();
        if (converted.isnil()) {
            throw expected(index, "number");
        }
        return converted.todouble();
    }

    public double optNumber(int index, double otherwise) {
        return isNil(index) ? otherwise : number(index);
    }

    /** Lua's truth of the value: all but nil and false. */
    public boolean truth(int index) {
        return value(index).toboolean();
    }

    /** A boolean and nothing else. */
    public boolean bool(int index) {
        if (!value(index).isboolean()) {
            throw expected(index, "boolean");
        }
        return truth(index);
    }

    public LuaTable table(int index) {
        return value(index) instanceof LuaTable t ? t : raise(expected(index, "table"));
    }

    public @Nullable LuaTable optTable(int index) {
        return isNil(index) ? null : table(index);
    }

    public LuaFunction function(int index) {
        return value(index) instanceof LuaFunction f ? f : raise(expected(index, "function"));
    }

    public @Nullable LuaFunction optFunction(int index) {
        return isNil(index) ? null : function(index);
    }

    /** A userdata that holds a {@code T}. @param typeName what the message calls it */
    public <T> T object(int index, Class<T> javaClass, String typeName) {
        T object = objectOrNull(index, javaClass);
        return object != null ? object : raise(expected(index, typeName));
    }

    /** The {@code T} in a userdata, or null when the value is anything else. */
    public <T> @Nullable T objectOrNull(int index, Class<T> javaClass) {
        return value(index) instanceof LuaUserdata u && javaClass.isInstance(u.m_instance)
                ? javaClass.cast(u.m_instance)
                : null;
    }

    /** The error for a bad argument, to be thrown. */
    public LuaError bad(int index, String reason) {
        return new LuaError("bad argument #" + index + " to '" + function + "' (" + reason + ")");
    }

    /** The error for an argument of the wrong type, to be thrown. */
    public LuaError expected(int index, String type) {
        return bad(index, type + " expected, got " + typeOf(index));
    }

    private String typeOf(int index) {
        if (index > count()) {
            return "no value";
        }
        LuaValue value = value(index);
        LuaValue metatable = value instanceof LuaUserdata || value instanceof LuaTable ? value.getmetatable() : null;
        LuaValue name = metatable == null ? LuaValue.NIL : metatable.rawget("__name");
        return name.isstring() ? name.tojstring() : value.typename();
    }

    private static <T> T raise(LuaError error) {
        throw error;
    }
}
