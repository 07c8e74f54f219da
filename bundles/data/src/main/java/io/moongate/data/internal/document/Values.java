package io.moongate.data.internal.document;

import io.moongate.lua.Tables;
import java.util.Arrays;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Makes Lua's tables of decoded values. */
final class Values {
    private Values() {}

    static LuaTable list(LuaValue[] values, int from, int to) {
        return Tables.list(Arrays.copyOfRange(values, from, to));
    }

    /** @param values names and values by turns; of equal names the last wins */
    static LuaTable object(LuaValue[] values, int from, int to) {
        LuaTable table = Tables.create(0, (to - from) / 2);
        for (int i = from; i < to; i += 2) {
            table.rawset(values[i], values[i + 1]);
        }
        return table;
    }
}
