package io.moongate.tls.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The fields of a table argument; a field of the wrong type raises. */
final class Options {

    private final Args args;
    private final int index;
    private final LuaTable table;

    private Options(Args args, int index, LuaTable table) {
        this.args = args;
        this.index = index;
        this.table = table;
    }

    static Options of(Args args, int index) {
        return new Options(args, index, args.table(index));
    }

    /** The same for an argument that may be nil: then all fields are absent. */
    static Options optional(Args args, int index) {
        LuaTable table = args.optTable(index);
        return new Options(args, index, table == null ? new LuaTable() : table);
    }

    Optional<LuaString> string(String field) {
        LuaValue value = table.get(field);
        if (value.isnil()) {
            return Optional.empty();
        }
        if (!value.isstring()) {
            throw args.bad(index, "field '" + field + "' is not a string");
        }
        return Optional.of(value.strvalue());
    }

    Optional<String> text(String field) {
        return string(field).map(s -> new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8));
    }

    /** An integer from {@code min} to {@code max}; floats are cut. */
    int integer(String field, int otherwise, int min, int max) {
        LuaValue value = table.get(field);
        if (value.isnil()) {
            return otherwise;
        }
        LuaValue number = value.tonumber();
        if (number.isnil()) {
            throw args.bad(index, "field '" + field + "' is not a number");
        }
        long n = Numbers.isInteger(number) ? number.tolong() : (long) number.todouble();
        if (n < min || n > max) {
            throw args.bad(index, "field '" + field + "' is out of range: " + n + " is not in " + min + ".." + max);
        }
        return (int) n;
    }

    /** As {@link #integer}, for a field that must be there. */
    int requiredInteger(String field, int min, int max) {
        if (table.get(field).isnil()) {
            throw args.bad(index, "field '" + field + "' missing");
        }
        return integer(field, min, min, max);
    }

    boolean truth(String field) {
        return table.get(field).toboolean();
    }
}
