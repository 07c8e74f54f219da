package io.moongate.lua.internal;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The local variables of an interpreted activation, for the debug library. */
public interface Locals {

    LuaValue get(int slot);

    void set(int slot, LuaValue value);

    Varargs varargs();

    /** Sets the nth extra argument, from 1; false when there is none. */
    boolean setVararg(long n, LuaValue value);
}
