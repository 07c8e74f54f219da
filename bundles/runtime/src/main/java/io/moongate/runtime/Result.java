package io.moongate.runtime;

import io.moongate.lua.Numbers;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What a {@link LuaCall} returns. Expected failures are {@code nil, code}; misuse is an error: see {@link Args}. */
public final class Result {
    private Result() {}

    /** No value at all. */
    public static Varargs none() {
        return LuaValue.NONE;
    }

    public static Varargs nil() {
        return LuaValue.NIL;
    }

    public static Varargs of(LuaValue value) {
        return value;
    }

    public static Varargs of(LuaValue... values) {
        return LuaValue.varargsOf(values);
    }

    public static Varargs of(String text) {
        return string(text);
    }

    public static Varargs of(byte[] bytes) {
        return string(bytes);
    }

    public static Varargs of(boolean value) {
        return LuaValue.valueOf(value);
    }

    public static Varargs of(long value) {
        return Numbers.integer(value);
    }

    public static Varargs of(double value) {
        return Numbers.number(value);
    }

    /** {@code nil, code}: something that can happen, told by a code that programs compare. */
    public static Varargs fail(String code) {
        return LuaValue.varargsOf(LuaValue.NIL, string(code));
    }

    /** {@code nil, code, text}: with a text for the person who reads it. */
    public static Varargs fail(String code, String text) {
        return LuaValue.varargsOf(LuaValue.NIL, string(code), string(text));
    }

    /** A Lua string with the UTF-8 bytes of {@code text}. */
    public static LuaString string(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A Lua string that takes over {@code bytes}: the caller must not change them afterwards. */
    public static LuaString string(byte[] bytes) {
        return LuaString.valueUsing(bytes);
    }
}
