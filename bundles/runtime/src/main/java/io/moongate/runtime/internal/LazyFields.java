package io.moongate.runtime.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.TwoArgFunction;

/** The {@code __index} of a library's table: fields whose values are found out when Lua first asks for them. */
final class LazyFields extends TwoArgFunction {

    private final Map<String, Supplier<LuaValue>> fields = new HashMap<>();

    /** @param table a library's, which has no metatable yet */
    static LazyFields of(LuaTable table) {
        LazyFields fields = new LazyFields();
        LuaTable metatable = new LuaTable();
        metatable.rawset("__index", fields);
        table.setmetatable(metatable);
        return fields;
    }

    void add(String name, Supplier<LuaValue> value) {
        fields.put(name, value);
    }

    void remove(String name, Supplier<LuaValue> value) {
        fields.remove(name, value);
    }

    @Override
    public LuaValue call(LuaValue table, LuaValue key) {
        Supplier<LuaValue> field = key.isstring() ? fields.get(key.tojstring()) : null;
        if (field == null) {
            return NIL;
        }
        LuaValue value = field.get();
        table.checktable().rawset(key, value);
        return value;
    }
}
