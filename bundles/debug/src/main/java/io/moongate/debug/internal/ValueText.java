package io.moongate.debug.internal;

import io.moongate.lua.Numbers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Values as people read them. No metamethod is called: looking at a program does not change it. */
final class ValueText {

    /** Bytes of a string that are shown. */
    static final int STRING_LIMIT = 4096;

    private final boolean quotes;

    ValueText(boolean quotes) {
        this.quotes = quotes;
    }

    String of(LuaValue value) {
        return value instanceof LuaString string ? string(string) : value.tojstring();
    }

    private String string(LuaString string) {
        String text = quotes ? '"' + escaped(decoded(string)) + '"' : decoded(string);
        int hidden = string.m_length - STRING_LIMIT;
        return hidden > 0 ? text + " … and " + hidden + " bytes more" : text;
    }

    /** As UTF-8, or byte by byte where it is none. */
    private static String decoded(LuaString string) {
        int shown = Math.min(string.m_length, STRING_LIMIT);
        ByteBuffer bytes = ByteBuffer.wrap(string.m_bytes, string.m_offset, shown);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return text.toString();
        } catch (CharacterCodingException e) {
            return new String(string.m_bytes, string.m_offset, shown, StandardCharsets.ISO_8859_1);
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> escape((char) c, escaped));
        return escaped.toString();
    }

    private static void escape(char c, StringBuilder to) {
        switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (c < ' ' || c == 127) {
                    to.append(String.format("\\%03d", (int) c));
                } else {
                    to.append(c);
                }
            }
        }
    }

    /** A table's key: a name as it is, anything else in brackets. */
    static String key(LuaValue key) {
        return key instanceof LuaString string && isName(string)
                ? string.tojstring()
                : "[" + new ValueText(true).of(key) + "]";
    }

    static boolean isName(LuaString string) {
        return string.m_length > 0
                && string.m_length < 256
                && string.tojstring().matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    /** What Lua calls its type, with the two kinds of numbers told apart. */
    static String type(LuaValue value) {
        return Numbers.isInteger(value) ? "integer" : Numbers.isFloat(value) ? "float" : value.typename();
    }

    static boolean hasContent(LuaValue value) {
        return value instanceof LuaTable table
                && (!table.next(LuaValue.NIL).arg1().isnil() || table.getmetatable() != null);
    }
}
