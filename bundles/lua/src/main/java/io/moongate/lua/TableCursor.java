package io.moongate.lua;

import io.moongate.lua.internal.Table;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Walks through the fields of a table, as {@code next} does, without looking up each key. Stands before the first field.
 * No new key may be put into the table meanwhile.
 */
public final class TableCursor {

    private final LuaTable table;
    private final @Nullable Table indexed;
    private int position;
    private LuaValue key = LuaValue.NIL;
    private LuaValue value = LuaValue.NIL;

    public TableCursor(LuaTable table) {
        this.table = table;
        this.indexed = table instanceof Table own && own.hasPositions() ? own : null;
    }

    /** Goes to the next field. @return false at the end */
    public boolean next() {
        if (indexed == null) {
            Varargs field = table.next(key);
            key = field.arg1();
            value = field.arg(2);
            return !key.isnil();
        }
        position = indexed.nextPosition(position);
        if (position == 0) {
            return false;
        }
        key = indexed.keyAt(position);
        value = indexed.valueAt(position);
        return true;
    }

    public LuaValue key() {
        return key;
    }

    public LuaValue value() {
        return value;
    }

    public LuaTable table() {
        return table;
    }
}
