package io.moongate.lua.internal;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A function written in Lua: a prototype and its upvalues. */
public abstract class Closure extends LuaFunction {

    /** The state it belongs to. */
    public final GlobalState state;

    protected Closure(GlobalState state) {
        this.state = state;
    }

    public abstract Prototype prototype();

    /** The variable behind an upvalue; the first is 0. */
    public abstract Upvalue upvalue(int index);

    public abstract void upvalue(int index, Upvalue shared);

    /** Calls with all results and no array of arguments. */
    public abstract Varargs invoke0();

    public abstract Varargs invoke1(LuaValue a);

    public abstract Varargs invoke2(LuaValue a, LuaValue b);

    public abstract Varargs invoke3(LuaValue a, LuaValue b, LuaValue c);

    @Override
    public final Varargs invoke() {
        return invoke0();
    }

    @Override
    public final boolean isclosure() {
        return true;
    }

    @Override
    public String tojstring() {
        return Names.address("function", this);
    }
}
