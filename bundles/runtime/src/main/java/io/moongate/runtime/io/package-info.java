/** Virtual I/O: one interface for directories, zip files, memory and what Lua or other bundles implement. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime.io;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
