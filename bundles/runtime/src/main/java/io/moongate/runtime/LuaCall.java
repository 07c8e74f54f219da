package io.moongate.runtime;

import org.luaj.vm2.Varargs;

/** A Lua function implemented in Java. Runs on a strand of the calling VM and may wait with {@link LuaVm#await}. */
@FunctionalInterface
public interface LuaCall {

    /** @return the results, made with {@link Result} */
    Varargs call(Args args);
}
