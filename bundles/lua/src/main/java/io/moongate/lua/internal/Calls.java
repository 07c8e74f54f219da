package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Calls of values of any type (manual 3.4.10). {@code call} returns the first result or nil, {@code invoke} all. The
 * called code may yield: whoever calls is suspended along with it.
 */
public final class Calls {

    private Calls() {}

    public static LuaValue call(@Nullable GlobalState state, LuaValue f) {
        if (f instanceof LuaFunction) {
            return isWatched(state, f) ? invoke(state, f, LuaValue.NONE).arg1() : f.call();
        }
        return call(state, callable(state, f), f);
    }

    public static LuaValue call(@Nullable GlobalState state, LuaValue f, LuaValue a) {
        if (f instanceof LuaFunction) {
            return isWatched(state, f) ? invoke(state, f, (Varargs) a).arg1() : f.call(a);
        }
        return call(state, callable(state, f), f, a);
    }

    public static LuaValue call(@Nullable GlobalState state, LuaValue f, LuaValue a, LuaValue b) {
        if (f instanceof LuaFunction) {
            return isWatched(state, f) ? invoke(state, f, Values.of(a, b)).arg1() : f.call(a, b);
        }
        return call(state, callable(state, f), f, a, b);
    }

    public static LuaValue call(@Nullable GlobalState state, LuaValue f, LuaValue a, LuaValue b, LuaValue c) {
        return f instanceof LuaFunction && !isWatched(state, f)
                ? f.call(a, b, c)
                : invoke(state, f, Values.of(a, b, c)).arg1();
    }

    public static Varargs invoke(@Nullable GlobalState state, LuaValue f, Varargs arguments) {
        if (f instanceof LuaFunction function) {
            return isWatched(state, f) ? Hooks.invoke(state, function, arguments) : f.invoke(arguments);
        }
        return invoke(state, callable(state, f), Values.prepend(f, arguments));
    }

    /** Whether hooks are to see a call that they would not see by themselves. */
    private static boolean isWatched(@Nullable GlobalState state, LuaValue f) {
        return state != null && state.hooked && !(f instanceof Closure);
    }

    public static Varargs invoke(@Nullable GlobalState state, LuaValue f) {
        return f instanceof Closure closure ? closure.invoke0() : invoke(state, f, LuaValue.NONE);
    }

    public static Varargs invoke(@Nullable GlobalState state, LuaValue f, LuaValue a) {
        return f instanceof Closure closure ? closure.invoke1(a) : invoke(state, f, (Varargs) a);
    }

    public static Varargs invoke(@Nullable GlobalState state, LuaValue f, LuaValue a, LuaValue b) {
        return f instanceof Closure closure ? closure.invoke2(a, b) : invoke(state, f, Values.of(a, b));
    }

    public static Varargs invoke(@Nullable GlobalState state, LuaValue f, LuaValue a, LuaValue b, LuaValue c) {
        return f instanceof Closure closure ? closure.invoke3(a, b, c) : invoke(state, f, Values.of(a, b, c));
    }

    /** The {@code __call} handler of a value that is no function. */
    public static LuaValue callable(@Nullable GlobalState state, LuaValue value) {
        LuaValue handler = Metatables.event(state, value, Event.CALL);
        if (handler == null) {
            throw Errors.call(state, value);
        }
        return handler;
    }
}
