package io.moongate.runtime.internal;

import io.moongate.lua.JavaFunction;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaCall;
import io.moongate.runtime.LuaVm;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Lua holds of a module's function: forwards to the implementation that is there at the time of the call. */
final class Stub extends JavaFunction {

    private static final Logger LOG = LoggerFactory.getLogger(Stub.class);

    /** The implementation and who gave it. */
    private record Target(ModuleInstance owner, LuaCall call) {}

    private final LuaVm vm;
    private final String function;
    private volatile @Nullable Target target;
    private volatile String unavailable = "";

    Stub(LuaVm vm, String function) {
        super(vm.state());
        this.vm = vm;
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
    protected Varargs run(Varargs args) {
        Target current = target;
        if (current == null) {
            throw new ModuleError(vm.state().where() + unavailable);
        }
        try {
            return current.call.call(new Args(function, args));
        } catch (LuaError e) {
            throw located(e);
        } catch (RuntimeException e) {
            throw defect(current, e);
        }
    }

    /** An error that a module raised gets the position of the call in front, as those of the standard library have. */
    private LuaError located(LuaError error) {
        return error.getClass() == LuaError.class && error.getMessageObject().isstring()
                ? new ModuleError(vm.state().where() + error.getMessage())
                : error;
    }

    private LuaError defect(Target current, RuntimeException cause) {
        LOG.error("{}: {} failed; this is a defect of Moongate, please report it", current.owner, function, cause);
        return new ModuleError(vm.state().where() + "internal error in '" + function + "', see the log: " + cause);
    }

    /** An error whose message has its position. */
    private static final class ModuleError extends LuaError {
        private static final long serialVersionUID = 1;

        ModuleError(String message) {
            super(message);
        }
    }

    @Override
    public String tojstring() {
        return "function: builtin: " + function;
    }
}
