/** The standard libraries (manual 6). */
@NullMarked
package io.moongate.lua.internal.lib;

import org.jspecify.annotations.NullMarked;
