package io.moongate.lua;

import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/** A userdata that is nothing but an address: equal to itself only, without metatable, the same in all states. */
public final class LightUserdata extends LuaUserdata {

    private final String address;

    /** A value unlike any other. @param address how {@code tostring} shows it, after {@code "userdata: "} */
    public LightUserdata(String address) {
        super(address);
        this.address = address;
    }

    @Override
    public LuaValue setmetatable(LuaValue metatable) {
        return this;
    }

    @Override
    public String tojstring() {
        return "userdata: " + address;
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
