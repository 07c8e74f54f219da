package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** An error on its way through Lua code, with any value as its message. It has no Java stack trace: it is cheap. */
public final class ScriptError extends LuaError {

    private static final long serialVersionUID = 1;

    private transient LuaValue value;
    private boolean handled;
    private @Nullable String traceback;

    public ScriptError(LuaValue value) {
        super("");
        this.value = value;
    }

    public ScriptError(String message) {
        this(LuaString.valueOf(message));
    }

    /** The error object. */
    @Override
    public LuaValue getMessageObject() {
        return value;
    }

    @Override
    public String getMessage() {
        return Names.text(value);
    }

    /** The Lua stack where the error was raised, when someone asked for it. */
    public @Nullable String luaTraceback() {
        return traceback;
    }

    public void luaTraceback(String text) {
        traceback = text;
    }

    /** Whether the message handler of the innermost {@code xpcall} has seen this error. */
    boolean isHandled() {
        return handled;
    }

    /** The message handler's result takes the place of the error object. */
    void handled(LuaValue replacement) {
        value = replacement;
        handled = true;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
