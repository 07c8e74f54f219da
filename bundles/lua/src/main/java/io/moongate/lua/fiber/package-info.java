/** One-shot delimited continuations: what Lua coroutines and the runtime's strands are made of. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.lua.fiber;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
