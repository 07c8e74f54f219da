package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/** Indexing (manual 3.2), assignment to fields and the length operator (3.4.7), with their metamethods. */
public final class Index {

    private static final int MAX_CHAIN = 2000;

    private Index() {}

    public static LuaValue get(@Nullable GlobalState state, LuaValue object, LuaValue key) {
        if (object instanceof Table table) {
            LuaValue value = table.peek(key);
            if (value != null) {
                return value;
            }
            return table.metatable == null ? LuaValue.NIL : getByEvent(state, table, key);
        }
        return getByEvent(state, object, key);
    }

    public static LuaValue get(@Nullable GlobalState state, LuaValue object, LuaString key) {
        if (object instanceof Table table) {
            LuaValue value = table.peek(key);
            if (value != null) {
                return value;
            }
            return table.metatable == null ? LuaValue.NIL : getByEvent(state, table, key);
        }
        return getByEvent(state, object, key);
    }

    public static LuaValue get(@Nullable GlobalState state, LuaValue object, long key) {
        if (object instanceof Table table) {
            LuaValue value = table.peek(key);
            if (value != null) {
                return value;
            }
            return table.metatable == null ? LuaValue.NIL : getByEvent(state, table, LuaInt.of(key));
        }
        return getByEvent(state, object, LuaInt.of(key));
    }

    /** A field that a table has not got itself. */
    public static LuaValue inherited(@Nullable GlobalState state, Table table, LuaString key) {
        LuaTable metatable = table.metatable;
        if (metatable == null) {
            return LuaValue.NIL;
        }
        if (metatable instanceof Table meta && meta.event(Event.INDEX) instanceof Table parent) {
            LuaValue value = parent.peek(key);
            if (value != null) {
                return value;
            }
        }
        return getByEvent(state, table, key);
    }

    private static LuaValue getByEvent(@Nullable GlobalState state, LuaValue start, LuaValue key) {
        LuaValue object = start;
        for (int i = 0; i < MAX_CHAIN; i++) {
            LuaValue found = rawOrNull(object, key);
            if (found != null) {
                return found;
            }
            LuaValue handler = Metatables.event(state, object, Event.INDEX);
            if (handler == null) {
                return absent(state, object, key, i);
            }
            if (handler instanceof LuaFunction) {
                return Calls.call(state, handler, object, key);
            }
            object = handler;
        }
        throw Errors.runtime(state, "'__index' chain too long; possible loop");
    }

    private static @Nullable LuaValue rawOrNull(LuaValue object, LuaValue key) {
        if (object instanceof Table table) {
            return table.peek(key);
        }
        if (object instanceof LuaTable) {
            return presentOrNull(object.rawget(key));
        }
        boolean reflects = object instanceof LuaUserdata && object.getClass() != LuaUserdata.class;
        return reflects ? presentOrNull(object.get(key)) : null;
    }

    private static @Nullable LuaValue presentOrNull(LuaValue value) {
        return value.isnil() ? null : value;
    }

    private static LuaValue absent(@Nullable GlobalState state, LuaValue object, LuaValue key, int depth) {
        if (object instanceof LuaTable || object instanceof LuaUserdata && object.getClass() != LuaUserdata.class) {
            return LuaValue.NIL;
        }
        throw notIndexable(state, object, depth);
    }

    /** Variable names are known for the object that was indexed, not for what its metatable led to. */
    private static ScriptError notIndexable(@Nullable GlobalState state, LuaValue object, int depth) {
        return depth == 0
                ? Errors.index(state, object)
                : Errors.runtime(state, "attempt to index a " + Names.type(state, object) + " value");
    }

    public static void set(@Nullable GlobalState state, LuaValue object, LuaValue key, LuaValue value) {
        if (object instanceof Table table && (table.metatable == null || table.peek(key) != null)) {
            raw(state, table, key, value);
        } else {
            setByEvent(state, object, key, value);
        }
    }

    public static void set(@Nullable GlobalState state, LuaValue object, LuaString key, LuaValue value) {
        if (object instanceof Table table && (table.metatable == null || table.peek(key) != null)) {
            table.put(key, value);
        } else {
            setByEvent(state, object, key, value);
        }
    }

    public static void set(@Nullable GlobalState state, LuaValue object, long key, LuaValue value) {
        if (object instanceof Table table && (table.metatable == null || table.peek(key) != null)) {
            table.put(key, value);
        } else {
            setByEvent(state, object, LuaInt.of(key), value);
        }
    }

    private static void raw(@Nullable GlobalState state, LuaTable table, LuaValue key, LuaValue value) {
        try {
            table.rawset(key, value);
        } catch (LibraryError e) {
            throw Errors.runtime(state, e.getMessage());
        }
    }

    private static void setByEvent(@Nullable GlobalState state, LuaValue start, LuaValue key, LuaValue value) {
        LuaValue object = start;
        for (int i = 0; i < MAX_CHAIN; i++) {
            if (object instanceof LuaTable table && !table.rawget(key).isnil()) {
                raw(state, table, key, value);
                return;
            }
            LuaValue handler = Metatables.event(state, object, Event.NEWINDEX);
            if (handler == null) {
                setAbsent(state, object, key, value, i);
                return;
            }
            if (handler instanceof LuaFunction) {
                Calls.call(state, handler, object, key, value);
                return;
            }
            object = handler;
        }
        throw Errors.runtime(state, "'__newindex' chain too long; possible loop");
    }

    private static void setAbsent(
            @Nullable GlobalState state, LuaValue object, LuaValue key, LuaValue value, int depth) {
        switch (object) {
            case LuaTable table -> raw(state, table, key, value);
            case LuaUserdata userdata when userdata.getClass() != LuaUserdata.class -> userdata.set(key, value);
            default -> throw notIndexable(state, object, depth);
        }
    }

    public static LuaValue length(@Nullable GlobalState state, LuaValue value) {
        if (value instanceof Table table && table.metatable == null) {
            return LuaInt.of(table.border());
        }
        if (value instanceof LuaString string) {
            return LuaInt.of(string.m_length);
        }
        LuaValue handler = Metatables.event(state, value, Event.LEN);
        if (handler != null) {
            return Calls.call(state, handler, value, value);
        }
        if (value instanceof LuaTable table) {
            return LuaInt.of(rawLength(table));
        }
        throw Errors.length(state, value);
    }

    /** Length without metamethods. */
    public static long rawLength(LuaTable table) {
        return table instanceof Table ours ? ours.border() : table.rawlen();
    }
}
