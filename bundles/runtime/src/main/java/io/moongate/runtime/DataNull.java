package io.moongate.runtime;

import io.moongate.lua.LightUserdata;
import org.luaj.vm2.LuaValue;

/**
 * What Lua knows as {@code ba.json.null}: the null of JSON and of other formats, where Lua's nil would remove the field.
 * One immutable value for all VMs, so that it outlives an update of the bundle that decodes.
 */
public final class DataNull {

    public static final LuaValue NULL = new LightUserdata("0");

    private DataNull() {}
}
