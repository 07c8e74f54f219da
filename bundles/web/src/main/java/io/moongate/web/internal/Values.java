package io.moongate.web.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Between Lua's values and Java's. */
final class Values {
    private Values() {}

    static LuaTable table() {
        return new LuaTable();
    }

    /** A string whose characters are bytes, as header fields have them. */
    static LuaString latin1(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String latin1(LuaString text) {
        return new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.ISO_8859_1);
    }

    static String utf8(LuaString text) {
        return new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.UTF_8);
    }

    /** The value as Java text when it is a string or number. */
    static Optional<String> text(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber
                ? Optional.of(utf8(value.strvalue()))
                : Optional.empty();
    }

    static LuaValue orNil(@Nullable String latin1) {
        return latin1 == null ? LuaValue.NIL : latin1(latin1);
    }

    static boolean isFalse(LuaValue value) {
        return value.isboolean() && !value.toboolean();
    }

    static Optional<LuaFunction> function(LuaTable table, String field) {
        return table.rawget(field) instanceof LuaFunction f ? Optional.of(f) : Optional.empty();
    }

    static LuaTable arrayOf(Iterable<? extends LuaValue> values) {
        LuaTable table = table();
        int n = 0;
        for (LuaValue value : values) {
            table.rawset(++n, value);
        }
        return table;
    }

    static <T> LuaTable arrayOf(Iterable<T> items, Function<T, LuaValue> map) {
        LuaTable table = table();
        int n = 0;
        for (T item : items) {
            table.rawset(++n, map.apply(item));
        }
        return table;
    }

    static Varargs none() {
        return LuaValue.NONE;
    }
}
