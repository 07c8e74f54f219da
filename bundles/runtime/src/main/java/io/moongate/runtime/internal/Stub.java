package io.moongate.runtime.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaCall;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** What Lua holds of a module's function: forwards to the implementation that is there at the time of the call. */
final class Stub extends VarArgFunction {

    /** The implementation and who gave it. */
    private record Target(ModuleInstance owner, LuaCall call) {}

    private final String function;
    private volatile @Nullable Target target;
    private volatile String unavailable = "";

    Stub(String function) {
        this.function = function;
    }

    void bind(ModuleInstance owner, LuaCall call) {
        unavailable = owner.unavailable();
        target = new Target(owner, call);
    }

    /** Forgets the implementation unless another module has taken over. */
    void release(ModuleInstance owner) {
        Target current = target;
        if (current != null && current.owner == owner) {
            target = null;
        }
    }

    @Override
    public Varargs invoke(Varargs args) {
        return target().call(new Args(function, args));
    }

    /** Calls the implementation with arguments already read. */
    Varargs invoke(Args args) {
        return target().call(args);
    }

    private LuaCall target() {
        Target current = target;
        if (current == null) {
            throw new LuaError(unavailable);
        }
        return current.call;
    }

    @Override
    public String tojstring() {
        return "function: builtin: " + function;
    }
}
