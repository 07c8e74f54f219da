package io.moongate.runtime.internal.task;

import io.moongate.runtime.LuaVm;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Runs a timer's function in a coroutine: it may yield between ticks, or return and start afresh at the next. */
final class Ticker {

    private final LuaVm vm;
    private final LuaFunction function;
    private LuaValue coroutine = LuaValue.NIL;

    Ticker(LuaVm vm, LuaFunction function) {
        this.vm = vm;
        this.function = function;
    }

    /** @return whether the function wants to be called again */
    boolean tick() {
        LuaTable library = vm.globals().get("coroutine").checktable();
        if (coroutine.isnil()) {
            coroutine = library.get("create").call(function);
        }
        Varargs results = library.get("resume").invoke(coroutine);
        boolean suspended = library.get("status").call(coroutine).tojstring().equals("suspended");
        if (!suspended) {
            coroutine = LuaValue.NIL;
        }
        return results.arg1().toboolean() ? results.arg(2).toboolean() : reported(results.arg(2));
    }

    private boolean reported(LuaValue error) {
        vm.report("timer", new LuaError(error));
        return false;
    }
}
