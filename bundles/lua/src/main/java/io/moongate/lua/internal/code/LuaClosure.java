package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Closure;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Upvalue;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A Lua function. */
public final class LuaClosure extends Closure {

    public final LuaPrototype prototype;
    public final Upvalue[] upvalues;

    LuaClosure(GlobalState state, LuaPrototype prototype, Upvalue[] upvalues) {
        super(state);
        this.prototype = prototype;
        this.upvalues = upvalues;
    }

    /** Results as they may be seen: a tail call is made. */
    public static Varargs all(Varargs results) {
        return results instanceof TailCall call ? call.run() : results;
    }

    /** The first of some results, nil when there is none. */
    public static LuaValue first(Varargs results) {
        if (results instanceof LuaValue value) {
            return value == NONE ? NIL : value;
        }
        Varargs all = all(results);
        return all == NONE ? NIL : all.arg1();
    }

    @Override
    public LuaPrototype prototype() {
        return prototype;
    }

    @Override
    public Upvalue upvalue(int index) {
        return upvalues[index];
    }

    @Override
    public void upvalue(int index, Upvalue shared) {
        upvalues[index] = shared;
    }

    @Override
    public LuaValue call() {
        return first(prototype.code.enter0(this));
    }

    @Override
    public LuaValue call(LuaValue a) {
        return first(prototype.code.enter1(this, a));
    }

    @Override
    public LuaValue call(LuaValue a, LuaValue b) {
        return first(prototype.code.enter2(this, a, b));
    }

    @Override
    public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
        return first(prototype.code.enter3(this, a, b, c));
    }

    @Override
    public Varargs invoke(Varargs arguments) {
        return all(prototype.code.enter(this, arguments));
    }

    @Override
    public Varargs invoke0() {
        return all(prototype.code.enter0(this));
    }

    @Override
    public Varargs invoke1(LuaValue a) {
        return all(prototype.code.enter1(this, a));
    }

    @Override
    public Varargs invoke2(LuaValue a, LuaValue b) {
        return all(prototype.code.enter2(this, a, b));
    }

    @Override
    public Varargs invoke3(LuaValue a, LuaValue b, LuaValue c) {
        return all(prototype.code.enter3(this, a, b, c));
    }
}
