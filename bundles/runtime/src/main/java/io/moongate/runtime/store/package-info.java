/** Durable state: the one way in which Moongate writes what must survive a power cut. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
