package io.moongate.lua.internal.code;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.ScriptError;

/** What {@code string.dump} writes: our own format, which holds the source of the function. */
final class DumpedFunction {

    private DumpedFunction() {}

    static LuaPrototype read(GlobalState state, byte[] bytes, int start, String name) {
        throw new ScriptError("bad binary format (" + name + ")");
    }
}
