package io.moongate.data.internal.json;

import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Path;
import io.moongate.lua.Numbers;
import io.moongate.lua.TableCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Writes tables as JSON, without recursion: depth is bounded by memory only. A table with {@code #t > 0} is a list,
 * another an object; what JSON has no form for is null, and so are infinities, NaN and a table inside of itself.
 */
final class JsonEncoder {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] EMPTY = {'{', '}'};

    private final ByteSink sink;
    private final Path path = new Path();

    /** For each open list its length, -1 for an object. */
    private int[] lengths = new int[24];

    /** For each open container how many elements have been written. */
    private int[] indices = new int[24];

    /** For each open object where it is read. */
    private @Nullable TableCursor[] cursors = new TableCursor[24];

    JsonEncoder(ByteSink sink) {
        this.sink = sink;
    }

    /** Writes a document. */
    void write(LuaTable document) throws Fault {
        writeTable(document);
        while (path.depth() > 0) {
            int level = path.depth() - 1;
            if (lengths[level] >= 0) {
                writeElements(level);
            } else {
                writeFields(level);
            }
        }
    }

    /** Writes the elements of a list up to one that is a table itself, or the end of the list. */
    private void writeElements(int level) throws Fault {
        LuaTable list = path.innermost();
        int length = lengths[level];
        int i = indices[level];
        while (i < length) {
            if (i > 0) {
                sink.put(',');
            }
            LuaValue value = list.rawget(++i);
            if (value instanceof LuaTable table) {
                indices[level] = i;
                writeTable(table);
                if (path.depth() - 1 != level) {
                    return;
                }
            } else {
                writeScalar(value);
            }
        }
        sink.put(']');
        path.pop();
    }

    /** Writes the fields of an object up to one that is a table itself, or the end of the object. */
    private void writeFields(int level) throws Fault {
        TableCursor field = cursors[level];
        while (field.next()) {
            if (indices[level]++ > 0) {
                sink.put(',');
            }
            writeName(field.key());
            sink.put(':');
            if (field.value() instanceof LuaTable table) {
                writeTable(table);
                if (path.depth() - 1 != level) {
                    return;
                }
            } else {
                writeScalar(field.value());
            }
        }
        sink.put('}');
        cursors[level] = null;
        path.pop();
    }

    /** Writes an empty table, or the beginning of another, which then is the innermost. */
    private void writeTable(LuaTable table) throws Fault {
        if (path.contains(table)) {
            sink.put(NULL);
            return;
        }
        int length = table.rawlen();
        if (length > 0) {
            sink.put('[');
            enter(table, length);
        } else if (table.next(LuaValue.NIL).arg1().isnil()) {
            sink.put(EMPTY);
        } else {
            sink.put('{');
            enter(table, -1);
        }
    }

    private void enter(LuaTable table, int length) {
        int level = path.depth();
        path.push(table);
        if (level == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * level);
            indices = Arrays.copyOf(indices, 2 * level);
            cursors = Arrays.copyOf(cursors, 2 * level);
        }
        lengths[level] = length;
        indices[level] = 0;
        cursors[level] = length < 0 ? new TableCursor(table) : null;
    }

    private void writeName(LuaValue key) throws Fault {
        switch (key) {
            case LuaString name -> StringText.write(name.m_bytes, name.m_offset, name.m_length, sink);
            case LuaNumber number -> writeNumberAsName(number);
            default -> throw new Fault("Invalid key type " + key.typename());
        }
    }

    private void writeNumberAsName(LuaNumber number) throws Fault {
        sink.put('"');
        writeInteger(Numbers.isInteger(number) ? number.tolong() : (long) number.todouble());
        sink.put('"');
    }

    private void writeScalar(LuaValue value) throws Fault {
        switch (value) {
            case LuaString string -> StringText.write(string.m_bytes, string.m_offset, string.m_length, sink);
            case LuaNumber number -> writeNumber(number);
            case LuaBoolean truth -> sink.put(truth.v ? TRUE : FALSE);
            default -> sink.put(NULL);
        }
    }

    private void writeNumber(LuaNumber number) throws Fault {
        if (Numbers.isInteger(number)) {
            writeInteger(number.tolong());
            return;
        }
        double value = number.todouble();
        if (Double.isFinite(value)) {
            byte[] to = sink.reserve(FloatText.LONGEST);
            sink.advanceTo(FloatText.write(value, to, sink.length()));
        } else {
            sink.put(NULL);
        }
    }

    private void writeInteger(long value) throws Fault {
        byte[] to = sink.reserve(IntegerText.LONGEST);
        sink.advanceTo(IntegerText.write(value, to, sink.length()));
    }
}
