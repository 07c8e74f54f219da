package io.moongate.data.internal.document;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.luaj.vm2.LuaTable;

/** The tables that an encoder is in, from the outermost in: tells a table that is inside of itself. */
public final class Path {

    /** Up to this depth looking at each table is faster than hashing. */
    private static final int SHALLOW = 24;

    private final Set<LuaTable> deep = Collections.newSetFromMap(new IdentityHashMap<>());
    private LuaTable[] tables = new LuaTable[SHALLOW];
    private int depth;

    public boolean contains(LuaTable table) {
        for (int i = Math.min(depth, SHALLOW) - 1; i >= 0; i--) {
            if (tables[i] == table) {
                return true;
            }
        }
        return depth > SHALLOW && deep.contains(table);
    }

    public void push(LuaTable table) {
        if (depth == tables.length) {
            tables = Arrays.copyOf(tables, 2 * depth);
        }
        if (depth >= SHALLOW) {
            deep.add(table);
        }
        tables[depth++] = table;
    }

    public void pop() {
        LuaTable left = tables[--depth];
        tables[depth] = null;
        if (depth >= SHALLOW) {
            deep.remove(left);
        }
    }

    public int depth() {
        return depth;
    }

    public LuaTable innermost() {
        return tables[depth - 1];
    }
}
