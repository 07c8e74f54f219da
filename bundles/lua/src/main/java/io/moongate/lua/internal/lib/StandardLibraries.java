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
        library(state, "string", StringLibrary.open(state));
        library(state, "table", TableLibrary.open(state));
        library(state, "math", MathLibrary.open(state));
        library(state, "utf8", Utf8Library.open(state));
        library(state, "os", OsLibrary.open(state));
        library(state, "io", IoLibrary.open(state));
        library(state, "debug", DebugLibrary.open(state));
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
