package io.moongate.runtime;

import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * What Lua knows as {@code ba.json.null}: the null of JSON and of other formats, where Lua's nil would remove the field.
 * One immutable value for all VMs, equal to itself only, so that it outlives an update of the bundle that decodes.
 */
public final class DataNull extends LuaUserdata {

    public static final DataNull NULL = new DataNull();

    private DataNull() {
        super("null");
    }

    @Override
    public LuaValue setmetatable(LuaValue metatable) {
        return this;
    }

    @Override
    public String tojstring() {
        return "userdata: 0";
    }

    @Override
    public LuaValue tostring() {
        return valueOf(tojstring());
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
}
