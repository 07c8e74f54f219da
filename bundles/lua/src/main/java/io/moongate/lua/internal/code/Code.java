package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Values;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** How the functions of a prototype are executed. The result may be a {@link TailCall}. */
public abstract class Code {

    public Varargs enter0(LuaClosure function) {
        return enter(function, LuaValue.NONE);
    }

    public Varargs enter1(LuaClosure function, LuaValue a) {
        return enter(function, a);
    }

    public Varargs enter2(LuaClosure function, LuaValue a, LuaValue b) {
        return enter(function, Values.of(a, b));
    }

    public Varargs enter3(LuaClosure function, LuaValue a, LuaValue b, LuaValue c) {
        return enter(function, Values.of(a, b, c));
    }

    public abstract Varargs enter(LuaClosure function, Varargs arguments);
}
