package io.moongate.lua;

/** Ends the Lua code it is thrown in: no {@code pcall} catches it. Thrown from a {@link LuaState.Interrupt}. */
public final class LuaKilled extends Error {

    private static final long serialVersionUID = 1;

    public LuaKilled(String reason) {
        super(reason, null, false, false);
    }
}
