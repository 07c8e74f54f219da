package io.moongate.lua.internal.lib;

import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/** File names and commands in Lua strings: UTF-8, up to a zero byte as in C. */
final class Paths {

    private Paths() {}

    static String text(LuaString path) {
        int zero = path.indexOf((byte) 0, 0);
        return new String(path.m_bytes, path.m_offset, zero < 0 ? path.m_length : zero, StandardCharsets.UTF_8);
    }
}
