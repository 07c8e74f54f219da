package io.moongate.lua.internal;

import org.luaj.vm2.LuaValue;

/**
 * A local variable that closures share. It is a LuaValue only so that it can live in the interpreter's array of local
 * variables; no Lua code ever sees it.
 */
public final class Upvalue extends LuaValue {

    public LuaValue value;

    public Upvalue(LuaValue value) {
        this.value = value;
    }

    @Override
    public int type() {
        return TNONE;
    }

    @Override
    public String typename() {
        return "upvalue";
    }
}
