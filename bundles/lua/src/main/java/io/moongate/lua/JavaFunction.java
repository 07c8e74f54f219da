package io.moongate.lua;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Hooks;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * A function written in Java with a place of its own on the call stack, as every function of the reference
 * implementation has: tracebacks and {@code debug.getinfo} show it between its caller and what it calls, and while it
 * waits. Other functions in Java work as well, but nobody sees them there.
 *
 * <p>Called by the thread that runs the state.
 */
public abstract class JavaFunction extends VarArgFunction {

    private final GlobalState state;

    protected JavaFunction(LuaState state) {
        this.state = state.internals();
    }

    /** What the function does. Raise {@link org.luaj.vm2.LuaError} with {@link LuaState#where} in front of messages. */
    protected abstract Varargs run(Varargs arguments);

    @Override
    public final Varargs invoke(Varargs arguments) {
        Coroutine thread = state.current;
        CallInfo info = thread.push();
        info.enter(this, arguments);
        if (state.hooked) {
            Hooks.onCall(thread, info, arguments.narg(), -1);
        }
        Varargs results = run(arguments);
        if (state.hooked) {
            Hooks.onReturn(thread, info, results);
        }
        info.leave(thread);
        return results;
    }
}
