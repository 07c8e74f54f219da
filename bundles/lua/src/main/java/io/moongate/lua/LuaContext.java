package io.moongate.lua;

/**
 * One line of execution in a {@link LuaState}: a call stack with the coroutines nested in it. Opaque; see {@link
 * LuaState#swap}.
 */
public interface LuaContext {}
