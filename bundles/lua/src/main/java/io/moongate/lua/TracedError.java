package io.moongate.lua;

import org.luaj.vm2.LuaError;

/** An error of Lua code that left it, with the stack as it was where the error was raised. */
public final class TracedError extends LuaError {

    private static final long serialVersionUID = 1;

    private final String message;
    private final String traceback;

    TracedError(LuaError error, String message, String traceback) {
        super(error.getMessageObject());
        this.message = message;
        this.traceback = traceback;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** The message and the stack, in the format of {@code debug.traceback}. */
    public String traceback() {
        return traceback;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
