/** The Lua 5.4 engine: isolated states, loading and running code, values. Usable as a plain library. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.lua;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
