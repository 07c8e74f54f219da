/** {@code ldbgmon}: a debugger for Lua, by the Debug Adapter Protocol. */
@NullMarked
package io.moongate.debug.internal;

import org.jspecify.annotations.NullMarked;
