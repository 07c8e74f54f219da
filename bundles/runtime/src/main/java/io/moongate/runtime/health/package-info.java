/** How the gateway is doing: checks that bundles contribute, and the service that runs them all. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime.health;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
