package io.moongate.lua.internal.code;

import org.jspecify.annotations.Nullable;

/**
 * Where a closure takes an upvalue from when it is created.
 *
 * @param local a local variable of the enclosing function, or null
 * @param index otherwise an upvalue of the enclosing function
 */
record UpvalueSource(String name, @Nullable LocalVariable local, int index) {}
