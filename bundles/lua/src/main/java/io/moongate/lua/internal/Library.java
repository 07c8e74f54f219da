package io.moongate.lua.internal;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A table of functions written in Java. Functions are method references; the shape says how arguments come: one, two or
 * three values without an array ({@code NONE} where the caller passed none), or all of them.
 */
public final class Library {

    private final GlobalState state;
    private final Table table;

    public Library(GlobalState state, Table table) {
        this.state = state;
        this.table = table;
    }

    public Library unary(String name, Unary body) {
        return set(name, new NativeFunction.Unary(state, name, body));
    }

    public Library binary(String name, Binary body) {
        return set(name, new NativeFunction.Binary(state, name, body));
    }

    public Library ternary(String name, Ternary body) {
        return set(name, new NativeFunction.Ternary(state, name, body));
    }

    public Library variadic(String name, Variadic body) {
        return set(name, new NativeFunction.Variadic(state, name, body));
    }

    /** A function that calls functions it is given: it has a place on the call stack, for levels and tracebacks. */
    public Library caller(String name, Variadic body) {
        return set(name, new NativeFunction.Caller(state, name, body));
    }

    public Library set(String name, LuaValue value) {
        table.put(state.intern(LuaString.valueOf(name)), value);
        return this;
    }

    public Table table() {
        return table;
    }

    /** A function of its own, in no table. */
    public static NativeFunction function(GlobalState state, String name, Variadic body) {
        return new NativeFunction.Variadic(state, name, body);
    }

    /** A function of its own that calls functions it is given. */
    public static NativeFunction callerFunction(GlobalState state, String name, Variadic body) {
        return new NativeFunction.Caller(state, name, body);
    }

    @FunctionalInterface
    public interface Unary {
        LuaValue apply(LuaValue a);
    }

    @FunctionalInterface
    public interface Binary {
        LuaValue apply(LuaValue a, LuaValue b);
    }

    @FunctionalInterface
    public interface Ternary {
        LuaValue apply(LuaValue a, LuaValue b, LuaValue c);
    }

    @FunctionalInterface
    public interface Variadic {
        Varargs apply(Varargs arguments);
    }
}
