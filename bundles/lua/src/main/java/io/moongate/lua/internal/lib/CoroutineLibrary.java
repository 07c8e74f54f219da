package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.Coroutine.Status;
import io.moongate.lua.internal.Errors;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.util.Locale;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Coroutine manipulation (manual 6.2). */
public final class CoroutineLibrary {

    private final GlobalState state;

    private CoroutineLibrary(GlobalState state) {
        this.state = state;
    }

    public static Table open(GlobalState state) {
        CoroutineLibrary coroutine = new CoroutineLibrary(state);
        return new Library(state, new Table(0, 8))
                .caller("close", coroutine::close)
                .unary("create", coroutine::create)
                .variadic("isyieldable", coroutine::isyieldable)
                .caller("resume", coroutine::resume)
                .variadic("running", coroutine::running)
                .unary("status", coroutine::status)
                .unary("wrap", coroutine::wrap)
                .caller("yield", coroutine::yield)
                .table();
    }

    private Coroutine check(LuaValue value) {
        if (value instanceof Coroutine coroutine) {
            return coroutine;
        }
        throw Args.typeError(state, value, 1, "thread");
    }

    private LuaValue create(LuaValue function) {
        return new Coroutine(state, Args.checkFunction(state, function, 1));
    }

    private Varargs resume(Varargs args) {
        Coroutine coroutine = check(Args.get(args, 1));
        try {
            return Values.prepend(LuaValue.TRUE, coroutine.resume(Values.rest(args)));
        } catch (LuaError e) {
            return Values.of(LuaValue.FALSE, Errors.objectOf(e));
        }
    }

    private Varargs yield(Varargs args) {
        return state.current.yield(args);
    }

    private Varargs running(Varargs args) {
        Coroutine current = state.current;
        return Values.of(current, LuaValue.valueOf(current.isMain()));
    }

    private Varargs isyieldable(Varargs args) {
        Coroutine coroutine = args.narg() > 0 ? check(args.arg1()) : state.current;
        return LuaValue.valueOf(coroutine.isYieldable());
    }

    private LuaValue status(LuaValue value) {
        return LuaString.valueOf(check(value).status().name().toLowerCase(Locale.ROOT));
    }

    private LuaValue wrap(LuaValue function) {
        Coroutine coroutine = new Coroutine(state, Args.checkFunction(state, function, 1));
        return Library.callerFunction(state, "wrap", args -> {
            try {
                return coroutine.resume(args);
            } catch (LuaError e) {
                throw propagate(coroutine, e);
            }
        });
    }

    /** An error that passes from one stack to another says where it did so. */
    private ScriptError propagate(Coroutine coroutine, LuaError error) {
        LuaError closing = coroutine.status() == Status.DEAD ? null : coroutine.close();
        LuaValue object = Errors.objectOf(closing == null ? error : closing);
        CallInfo wrapper = state.current.top;
        if (object instanceof LuaString text && wrapper.previous != null) {
            return new ScriptError(Concat.concat(state, LuaString.valueOf(wrapper.previous.where()), text));
        }
        return new ScriptError(object);
    }

    private Varargs close(Varargs args) {
        Coroutine coroutine = check(Args.get(args, 1));
        if (coroutine.status() == Status.RUNNING || coroutine.status() == Status.NORMAL) {
            String status = coroutine.status().name().toLowerCase(Locale.ROOT);
            throw new LibraryError("cannot close a " + status + " coroutine");
        }
        LuaError error = coroutine.close();
        return error == null ? LuaValue.TRUE : Values.of(LuaValue.FALSE, Errors.objectOf(error));
    }
}
