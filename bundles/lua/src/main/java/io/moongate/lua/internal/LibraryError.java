package io.moongate.lua.internal;

import org.luaj.vm2.LuaError;

/**
 * An error raised by a library function that does not know yet who called it. The {@link NativeFunction} around it
 * turns it into a {@link ScriptError} with position and the function's name, as {@code luaL_error} and {@code
 * luaL_argerror} do.
 */
public final class LibraryError extends LuaError {

    private static final long serialVersionUID = 1;

    /** Number of the bad argument, or 0. */
    private final int argument;

    private boolean positioned = true;

    public LibraryError(String message) {
        this(0, message);
    }

    /** As {@code luaL_argerror}: "bad argument #n to 'name' (message)". */
    public LibraryError(int argument, String message) {
        super(message);
        this.argument = argument;
    }

    /** An error that tells no position: one of the engine's own operations in a library function. */
    public static LibraryError plain(String message) {
        LibraryError error = new LibraryError(message);
        error.positioned = false;
        return error;
    }

    boolean isPositioned() {
        return positioned;
    }

    int argument() {
        return argument;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
