package io.moongate.runtime;

import org.luaj.vm2.Varargs;

/** A method of a userdata type implemented in Java. */
@FunctionalInterface
public interface LuaMethod<T> {

    /**
     * @param self the object before the colon
     * @param args what stands between the parentheses: {@code self} is not counted
     */
    Varargs call(T self, Args args);
}
