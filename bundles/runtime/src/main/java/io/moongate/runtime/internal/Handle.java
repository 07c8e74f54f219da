package io.moongate.runtime.internal;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/** What Lua holds of a module's object. Unlike LuaJ's userdata it is equal to itself only, whatever it holds. */
final class Handle extends LuaUserdata {

    private ModuleInstance owner;

    Handle(ModuleInstance owner, Object object, LuaTable metatable) {
        super(object, metatable);
        this.owner = owner;
    }

    /** Forgets the object of {@code by}, so that its class can be unloaded while Lua still holds this handle. */
    synchronized void clear(ModuleInstance by) {
        if (owner == by) {
            m_instance = null;
        }
    }

    /** Takes another object, of a later version of the module. */
    synchronized void rebind(ModuleInstance by, Object object, LuaTable metatable) {
        owner = by;
        m_instance = object;
        m_metatable = metatable;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public boolean raweq(LuaValue other) {
        return this == other;
    }

    @Override
    public boolean raweq(LuaUserdata other) {
        return this == other;
    }

    @Override
    public String tojstring() {
        LuaValue name = m_metatable.rawget("__name");
        return (name.isstring() ? name.tojstring() : "userdata") + ": 0x" + Integer.toHexString(hashCode());
    }
}
