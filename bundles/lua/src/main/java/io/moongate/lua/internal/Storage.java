package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Content of a table that is kept outside its array and hash part. Keys are normalised. */
interface Storage {

    @Nullable
    LuaValue get(LuaValue key);

    /** Sets a field, or removes it when the value is nil. */
    void put(LuaValue key, LuaValue value);

    /** The entry after {@code key}, or nil. */
    Varargs next(LuaValue key);

    long border();
}
