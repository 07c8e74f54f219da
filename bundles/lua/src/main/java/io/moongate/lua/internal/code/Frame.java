package io.moongate.lua.internal.code;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Locals;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One interpreted activation of a function. */
public final class Frame implements Locals {

    /** Local variables; captured ones are {@link Upvalue}s. */
    public final LuaValue[] slots;

    public final LuaClosure closure;
    public final GlobalState state;
    public final Coroutine thread;
    public final CallInfo info;
    public Varargs varargs;

    /** What a return statement returns. */
    public Varargs result = LuaValue.NONE;

    /** Whether a marked copy is on its way over a jump that leads to a jump. */
    boolean jumped;

    /** Where a goto statement goes. */
    @Nullable
    LabelPosition target;

    Frame(LuaClosure closure, CallInfo info, Varargs varargs) {
        this.slots = new LuaValue[closure.prototype.slotCount];
        this.closure = closure;
        this.state = closure.state;
        this.thread = state.current;
        this.info = info;
        this.varargs = varargs;
    }

    @Override
    public LuaValue get(int slot) {
        LuaValue value = slots[slot];
        return value == null ? LuaValue.NIL : value instanceof Upvalue upvalue ? upvalue.value : value;
    }

    @Override
    public void set(int slot, LuaValue value) {
        if (slots[slot] instanceof Upvalue upvalue) {
            upvalue.value = value;
        } else {
            slots[slot] = value;
        }
    }

    @Override
    public Varargs varargs() {
        return varargs;
    }

    @Override
    public boolean setVararg(long n, LuaValue value) {
        LuaValue[] changed = Values.toArray(varargs);
        boolean exists = n >= 1 && n <= changed.length;
        if (exists) {
            changed[(int) n - 1] = value;
            varargs = Values.of(changed);
        }
        return exists;
    }
}
