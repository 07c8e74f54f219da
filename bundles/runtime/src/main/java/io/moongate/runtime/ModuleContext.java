package io.moongate.runtime;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaUserdata;

/**
 * A module's side of one VM. Everything a module hands to Lua goes through here, so that it can be withdrawn when the
 * module stops and nothing in the VM keeps the module's classes alive.
 */
public interface ModuleContext {

    LuaVm vm();

    /** A function value, such as an iterator or a hash function, that forwards to {@code call} while the module lives. */
    LuaFunction function(String name, LuaCall call);

    /** A userdata for {@code object}. One object wrapped twice gives two userdata. */
    <T> LuaUserdata wrap(LuaType<T> type, T object);

    /**
     * The userdata that this VM keeps under a name of the module's: while the module is away its methods fail, and the
     * module's next version puts its own object into it, so that what Lua code holds works again after an update. For
     * objects without a {@link LuaType#closer}.
     *
     * @param name unique among those of this module
     */
    <T> LuaUserdata wrapNamed(String name, LuaType<T> type, T object);

    /**
     * Says that {@code object} was closed by its user: its {@link LuaType#closer} will not be called. The userdata stays
     * usable.
     */
    void forget(Object object);

    /** Runs {@code action} when the module is withdrawn from this VM or the VM ends; on any thread, once. */
    void onClose(Runnable action);
}
