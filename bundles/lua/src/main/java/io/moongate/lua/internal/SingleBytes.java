package io.moongate.lua.internal;

import org.luaj.vm2.LuaString;

/** The strings of one byte: one object each, so that programs that take text apart compare by identity. */
public final class SingleBytes {

    private static final LuaString[] STRINGS = strings();

    private SingleBytes() {}

    private static LuaString[] strings() {
        LuaString[] strings = new LuaString[256];
        for (int b = 0; b < strings.length; b++) {
            strings[b] = LuaString.valueUsing(new byte[] {(byte) b});
        }
        return strings;
    }

    /** @param b any int: its low eight bits count */
    public static LuaString of(int b) {
        return STRINGS[b & 0xFF];
    }
}
