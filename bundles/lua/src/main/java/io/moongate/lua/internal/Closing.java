package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** The end of to-be-closed variables (manual 3.3.8). */
public final class Closing {

    private Closing() {}

    public static void check(GlobalState state, LuaValue value, String variable) {
        if (isClosed(value) || Metatables.event(state, value, Event.CLOSE) != null) {
            return;
        }
        throw Errors.runtime(state, "variable '" + variable + "' got a non-closable value");
    }

    /** Nil and false need no closing. */
    private static boolean isClosed(LuaValue value) {
        return !value.toboolean();
    }

    public static void close(GlobalState state, LuaValue value, LuaValue error) {
        if (isClosed(value)) {
            return;
        }
        LuaValue method = Metatables.event(state, value, Event.CLOSE);
        if (method == null) {
            // The metatable has lost it since the declaration.
            throw Errors.runtime(state, "attempt to call a nil value (metamethod 'close')");
        }
        Calls.call(state, method, value, error);
    }

    /** Closes a value because of an error, which a failing method replaces by its own. */
    public static LuaError onError(Coroutine thread, CallInfo info, LuaValue value, LuaError error) {
        LuaError seen = Protection.handle(thread, error);
        LuaError failure = closeQuietly(thread, info, value, Errors.objectOf(seen));
        return failure == null ? seen : failure;
    }

    /** Closes a value because its coroutine is being closed. */
    public static CoroutineClosing onClose(Coroutine thread, CallInfo info, LuaValue value, CoroutineClosing closing) {
        LuaError error = closing.error();
        LuaError failure = closeQuietly(thread, info, value, error == null ? LuaValue.NIL : Errors.objectOf(error));
        if (failure != null) {
            closing.error(failure);
        }
        return closing;
    }

    private static @Nullable LuaError closeQuietly(Coroutine thread, CallInfo info, LuaValue value, LuaValue error) {
        thread.top = info;
        try {
            close(thread.state(), value, error);
            return null;
        } catch (LuaError e) {
            return Protection.handle(thread, e);
        }
    }
}
