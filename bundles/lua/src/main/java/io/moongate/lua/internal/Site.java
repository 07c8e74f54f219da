package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;

/** A place in a function where something can be called or go wrong. */
public interface Site {

    int line();

    /**
     * What an operand is, as in messages: {@code "local 'x'"}, or null.
     *
     * @param operand 0 for the called, indexed or left operand, 1 for the right one
     */
    @Nullable
    String operand(int operand);

    /** What the function called here is called, as {@code debug.getinfo} says; null when there is no name. */
    default @Nullable FunctionName callee() {
        return null;
    }

    /** @param what {@code "global"}, {@code "local"}, {@code "method"}, {@code "field"}, {@code "metamethod"} … */
    record FunctionName(String what, String name) {}
}
