package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Protected calls (manual 2.3): {@code pcall} and {@code xpcall}. */
public final class Protection {

    /** How often a message handler may fail on its own error before it is given up. */
    private static final int MAX_HANDLER_ERRORS = 10;

    private Protection() {}

    /**
     * Calls a function and turns an error into results.
     *
     * @param handler the message handler, called where the error was raised; null for none
     * @return true and the results, or false and the error object
     */
    public static Varargs call(GlobalState state, LuaValue function, Varargs arguments, @Nullable LuaValue handler) {
        Coroutine thread = state.current;
        CallInfo top = thread.top;
        LuaValue outerHandler = thread.handler;
        thread.handler = handler;
        try {
            return Values.prepend(LuaValue.TRUE, Calls.invoke(state, function, arguments));
        } catch (RuntimeException e) {
            return failure(handle(thread, asLuaError(e)));
        } catch (StackOverflowError e) {
            thread.top = top;
            return failure(handle(thread, Errors.runtime(state, "stack overflow")));
        } catch (OutOfMemoryError e) {
            thread.top = top;
            return failure(handle(thread, new ScriptError("not enough memory")));
        } finally {
            thread.top = top;
            thread.handler = outerHandler;
        }
    }

    private static Varargs failure(LuaError error) {
        return Values.of(LuaValue.FALSE, Errors.objectOf(error));
    }

    /** What Java code throws by mistake ends the script's protected call, not the process. */
    private static LuaError asLuaError(RuntimeException e) {
        return e instanceof LuaError error ? error : new ScriptError(String.valueOf(e));
    }

    /** Shows an error to the message handler in charge, once. */
    static LuaError handle(Coroutine thread, LuaError error) {
        LuaValue handler = thread.handler;
        if (handler == null || error instanceof ScriptError known && known.isHandled()) {
            return error;
        }
        ScriptError handled = error instanceof ScriptError known ? known : new ScriptError(Errors.objectOf(error));
        handled.handled(apply(thread, handler, Errors.objectOf(handled)));
        return handled;
    }

    private static LuaValue apply(Coroutine thread, LuaValue handler, LuaValue message) {
        LuaValue current = message;
        for (int i = 0; i < MAX_HANDLER_ERRORS; i++) {
            try {
                return Calls.call(thread.state(), handler, current);
            } catch (LuaError e) {
                current = Errors.objectOf(e);
            } catch (StackOverflowError e) {
                current = LuaValue.valueOf("stack overflow");
            }
        }
        return LuaValue.valueOf("error in error handling");
    }
}
