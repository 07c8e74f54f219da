package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Metatables of all values (manual 2.4): tables and userdata have their own, other types one per state. */
public final class Metatables {

    private Metatables() {}

    /** The metatable of a value, or null; {@code state} may be null where types have none. */
    public static @Nullable LuaTable of(@Nullable GlobalState state, LuaValue value) {
        return switch (value.type()) {
            case LuaValue.TTABLE -> value instanceof Table table ? table.metatable : asTable(value.getmetatable());
            case LuaValue.TUSERDATA -> asTable(value.getmetatable());
            default -> state == null ? null : state.typeMetatable(value);
        };
    }

    private static @Nullable LuaTable asTable(@Nullable LuaValue value) {
        return value instanceof LuaTable table ? table : null;
    }

    /** The handler of an event for a value, or null. */
    public static @Nullable LuaValue event(@Nullable GlobalState state, LuaValue value, Event event) {
        LuaTable metatable = of(state, value);
        return metatable == null ? null : in(metatable, event);
    }

    /** The handler of an event in a metatable, or null. */
    public static @Nullable LuaValue in(LuaTable metatable, Event event) {
        if (metatable instanceof Table table) {
            return table.event(event);
        }
        LuaValue handler = metatable.rawget(event.key());
        return handler.isnil() ? null : handler;
    }

    /** The handler of a binary event: the left operand's, or else the right one's. */
    static @Nullable LuaValue event(@Nullable GlobalState state, LuaValue left, LuaValue right, Event event) {
        LuaValue handler = event(state, left, event);
        return handler != null ? handler : event(state, right, event);
    }
}
