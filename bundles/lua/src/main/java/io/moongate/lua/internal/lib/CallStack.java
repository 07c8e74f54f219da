package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Closure;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Site.FunctionName;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The activations of a thread as the debug library numbers them, and the names of their functions. */
final class CallStack {

    private CallStack() {}

    /** The activation {@code depth} below the innermost one; null when there are not so many. */
    static @Nullable CallInfo at(Coroutine thread, long depth) {
        CallInfo info = thread.top;
        for (long i = depth; i > 0 && info.previous != null; i--) {
            info = info.previous;
        }
        return depth < 0 || info.function == null || depth > thread.top.depth - info.depth ? null : info;
    }

    /** How the function was called, as the calling code tells. */
    static @Nullable FunctionName name(CallInfo info) {
        CallInfo caller = info.previous;
        return info.tailCall || caller == null || caller.site() == null
                ? null
                : caller.site().callee();
    }

    static @Nullable Prototype prototype(@Nullable LuaFunction function) {
        return function instanceof Closure closure ? closure.prototype() : null;
    }

    /** The name under which a loaded module has a function: {@code "string.rep"}; null when none has. */
    static @Nullable String globalName(GlobalState state, LuaValue function) {
        String found = null;
        for (Varargs module = next(state.loaded, LuaValue.NIL);
                !module.arg1().isnil();
                module = next(state.loaded, module.arg1())) {
            String name = nameIn(module.arg(2), function);
            if (name != null && module.arg1() instanceof LuaString prefix) {
                if (Names.text(prefix).equals("_G")) {
                    return name;
                }
                found = Names.text(prefix) + "." + name;
            }
        }
        return found;
    }

    private static @Nullable String nameIn(LuaValue module, LuaValue function) {
        if (module instanceof LuaTable table) {
            for (Varargs field = next(table, LuaValue.NIL); !field.arg1().isnil(); field = next(table, field.arg1())) {
                if (field.arg(2) == function && field.arg1() instanceof LuaString name) {
                    return Names.text(name);
                }
            }
        }
        return null;
    }

    private static Varargs next(LuaTable table, LuaValue key) {
        return table.next(key);
    }
}
