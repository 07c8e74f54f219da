package io.moongate.lua.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Names of types, values and chunks in messages. */
public final class Names {

    private static final int SHORT_SOURCE = 60;

    private Names() {}

    /** The type's name, or what the metatable's {@code __name} says. */
    public static String type(@Nullable GlobalState state, LuaValue value) {
        return Metatables.event(state, value, Event.NAME) instanceof LuaString name ? text(name) : basicType(value);
    }

    /** A string as Java text, whatever its bytes are: LuaJ's own conversion fails on broken UTF-8. */
    public static String text(LuaValue value) {
        return value instanceof LuaString string
                ? new String(string.m_bytes, string.m_offset, string.m_length, StandardCharsets.UTF_8)
                : value.tojstring();
    }

    /** {@code "nil"}, {@code "number"}, …: what {@code type} returns. */
    public static String basicType(LuaValue value) {
        return switch (value.type()) {
            case LuaValue.TNIL, LuaValue.TNONE -> "nil";
            case LuaValue.TBOOLEAN -> "boolean";
            case LuaValue.TINT, LuaValue.TNUMBER -> "number";
            case LuaValue.TSTRING -> "string";
            case LuaValue.TTABLE -> "table";
            case LuaValue.TFUNCTION -> "function";
            case LuaValue.TTHREAD -> "thread";
            default -> "userdata";
        };
    }

    /** {@code "table: 0x55d0c8a3"}: unique as far as the JVM's identity hash is. */
    public static String address(String type, Object object) {
        return String.format(Locale.ROOT, "%s: 0x%08x", type, System.identityHashCode(object));
    }

    /** What a chunk is called in messages ({@code luaO_chunkid}). */
    public static String shortSource(String source) {
        if (source.startsWith("=")) {
            return source.substring(1, Math.min(source.length(), SHORT_SOURCE));
        }
        if (source.startsWith("@")) {
            int length = source.length() - 1;
            return length < SHORT_SOURCE
                    ? source.substring(1)
                    : "..." + source.substring(source.length() - SHORT_SOURCE + 4);
        }
        return quoted(source);
    }

    private static String quoted(String source) {
        int line = source.indexOf('\n');
        String first = line < 0 ? source : source.substring(0, line);
        int room = SHORT_SOURCE - "[string \"...\"]".length() - 1;
        if (line < 0 && first.length() < room) {
            return "[string \"" + first + "\"]";
        }
        return "[string \"" + first.substring(0, Math.min(first.length(), room)) + "...\"]";
    }
}
