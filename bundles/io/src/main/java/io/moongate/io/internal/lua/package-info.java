/** IO and file objects as Lua sees them, and IOs that Lua code implements. */
@NullMarked
package io.moongate.io.internal.lua;

import org.jspecify.annotations.NullMarked;
