package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;

/** Unwinds the stack of a coroutine that is closed while suspended; {@code pcall} does not catch it. */
public final class CoroutineClosing extends Error {

    private static final long serialVersionUID = 1;

    private @Nullable LuaError error;

    CoroutineClosing() {
        super("coroutine closed", null, false, false);
    }

    /** What the last failing closing method raised. */
    public @Nullable LuaError error() {
        return error;
    }

    public void error(LuaError e) {
        error = e;
    }
}
