package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Table;
import org.luaj.vm2.LuaString;

/** Opens all standard libraries in a state. */
public final class StandardLibraries {

    private StandardLibraries() {}

    public static void open(GlobalState state) {
        add(state, "_G", BaseLibrary.open(state));
        library(state, "package", PackageLibrary.open(state));
        library(state, "coroutine", CoroutineLibrary.open(state));
        standIns(state);
    }

    /** LuaJ's libraries, until ours are here. */
    private static void standIns(GlobalState state) {
        new org.luaj.vm2.lib.StringLib().call(LuaString.valueOf("string"), state.globals);
        new org.luaj.vm2.lib.TableLib().call(LuaString.valueOf("table"), state.globals);
        new org.luaj.vm2.lib.jse.JseMathLib().call(LuaString.valueOf("math"), state.globals);
        Table meta = new Table();
        meta.put(LuaString.valueOf("__index"), state.globals.rawget("string"));
        state.typeMetatable(LuaString.valueOf(""), meta);
    }

    private static void library(GlobalState state, String name, Table table) {
        add(state, name, table);
        state.globals.put(key(state, name), table);
    }

    private static void add(GlobalState state, String name, Table table) {
        state.loaded.put(key(state, name), table);
    }

    private static LuaString key(GlobalState state, String name) {
        return state.intern(LuaString.valueOf(name));
    }
}
