package io.moongate.runtime;

import io.moongate.lua.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Reads the fields of a table argument, as {@link Args} reads arguments. A field that is absent is empty or takes its
 * default; one of the wrong type raises, and the message names it: {@code bad argument #2 to 'csr' (field 'year' missing)}.
 */
public final class Options {

    private final Args args;
    private final int index;
    private final LuaTable table;

    private Options(Args args, int index, LuaTable table) {
        this.args = args;
        this.index = index;
        this.table = table;
    }

    /** Of the table at {@code index}; raises when there is none. */
    public static Options of(Args args, int index) {
        return new Options(args, index, args.table(index));
    }

    /** The same for an argument that may be nil: then all fields are absent. */
    public static Options optional(Args args, int index) {
        LuaTable table = args.optTable(index);
        return new Options(args, index, table == null ? new LuaTable() : table);
    }

    /** The same where any value but a table counts as none. */
    public static Options lenient(Args args, int index) {
        return new Options(args, index, args.value(index) instanceof LuaTable table ? table : new LuaTable());
    }

    /** A string; a number is converted. */
    public Optional<LuaString> string(String field) {
        LuaValue value = table.get(field);
        if (value.isnil()) {
            return Optional.empty();
        }
        if (!value.isstring()) {
            throw args.bad(index, "field '" + field + "' is not a string");
        }
        return Optional.of(value.strvalue());
    }

    /** A string as Java text, decoded from UTF-8. */
    public Optional<String> text(String field) {
        return string(field).map(s -> new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8));
    }

    /** A copy of a string's bytes. */
    public Optional<byte[]> bytes(String field) {
        return string(field).map(s -> Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length));
    }

    /** An integer from {@code min} to {@code max}; floats are cut. */
    public int integer(String field, int otherwise, int min, int max) {
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
    public int requiredInteger(String field, int min, int max) {
        if (table.get(field).isnil()) {
            throw args.bad(index, "field '" + field + "' missing");
        }
        return integer(field, min, min, max);
    }

    /** Lua's truth of the field: all but nil and false. */
    public boolean truth(String field) {
        return table.get(field).toboolean();
    }
}
