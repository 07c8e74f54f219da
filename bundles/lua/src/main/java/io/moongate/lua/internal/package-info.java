/** Values, operations, call stack and coroutines of the engine, and what its standard libraries are written with. */
@NullMarked
package io.moongate.lua.internal;

import org.jspecify.annotations.NullMarked;
