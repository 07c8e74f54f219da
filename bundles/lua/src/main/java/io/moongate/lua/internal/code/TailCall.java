package io.moongate.lua.internal.code;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A call that is still to be made, as the result of a function that ended with it. Only code entered through {@link Code}
 * returns it, and never lets it out.
 */
final class TailCall extends Varargs {

    private final LuaClosure function;
    private final Varargs arguments;

    TailCall(LuaClosure function, Varargs arguments) {
        this.function = function;
        this.arguments = arguments;
    }

    /** Makes this call and those it ends with. */
    Varargs run() {
        Varargs result = this;
        while (result instanceof TailCall call) {
            call.function.state.current.tailCalled = true;
            result = call.function.prototype.code.enter(call.function, call.arguments);
        }
        return result;
    }

    @Override
    public LuaValue arg(int n) {
        throw new AssertionError("tail call let out");
    }

    @Override
    public int narg() {
        throw new AssertionError("tail call let out");
    }

    @Override
    public LuaValue arg1() {
        throw new AssertionError("tail call let out");
    }

    @Override
    public Varargs subargs(int start) {
        throw new AssertionError("tail call let out");
    }
}
