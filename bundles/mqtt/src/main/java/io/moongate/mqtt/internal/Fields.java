package io.moongate.mqtt.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A Lua table as the fields of a packet or its properties. */
record Fields(LuaTable table) {

    /** The longest text or binary field, in bytes: its length is written in two. */
    static final int MAX_TEXT = 65_535;

    static Fields empty() {
        return new Fields(new LuaTable());
    }

    boolean has(String name) {
        return !table.get(name).isnil();
    }

    String text(String name) {
        LuaString value = string(name, table.get(name));
        return new String(value.m_bytes, value.m_offset, value.m_length, StandardCharsets.UTF_8);
    }

    /** Binary data of at most {@link #MAX_TEXT} bytes. */
    byte[] binary(String name) {
        return bytes(string(name, table.get(name)));
    }

    /** A payload, as long as a packet may be. */
    byte[] payload(String name) {
        return table.get(name) instanceof LuaString payload ? bytes(payload) : new byte[0];
    }

    private static byte[] bytes(LuaString value) {
        return Arrays.copyOfRange(value.m_bytes, value.m_offset, value.m_offset + value.m_length);
    }

    /** A field that is written with a length of two bytes. */
    static LuaString string(String name, LuaValue value) {
        if (!value.isstring()) {
            throw new LuaError("MQTT " + name + ": string expected, got " + value.typename());
        }
        LuaString text = value.strvalue();
        if (text.m_length > MAX_TEXT) {
            throw new LuaError("MQTT " + name + ": " + text.m_length + " bytes exceed the limit of " + MAX_TEXT);
        }
        return text;
    }

    /** An integer from 0 to {@code max}; 0 when absent. */
    int integer(String name, int max) {
        LuaValue value = table.get(name);
        return value.isnil() ? 0 : (int) number(name, value, max);
    }

    static long number(String name, LuaValue value, long max) {
        LuaValue number = value.tonumber();
        if (value.isboolean()) {
            return value.toboolean() ? 1 : 0;
        }
        double d = number.isnil() ? -1 : number.todouble();
        if (d < 0 || d > max || d != Math.rint(d)) {
            throw new LuaError("MQTT " + name + ": an integer from 0 to " + max + " expected");
        }
        return (long) d;
    }

    boolean truth(String name) {
        return table.get(name).toboolean();
    }

    /** A table in this one; empty when absent. */
    Fields nested(String name) {
        return table.get(name) instanceof LuaTable nested ? new Fields(nested) : empty();
    }

    Fields set(String name, String value) {
        table.rawset(name, Result.string(value));
        return this;
    }

    Fields set(String name, byte[] value) {
        table.rawset(name, Result.string(value));
        return this;
    }

    Fields set(String name, long value) {
        table.rawset(name, Numbers.integer(value));
        return this;
    }

    Fields set(String name, boolean value) {
        table.rawset(name, LuaValue.valueOf(value));
        return this;
    }

    Fields set(String name, Fields value) {
        table.rawset(name, value.table);
        return this;
    }
}
