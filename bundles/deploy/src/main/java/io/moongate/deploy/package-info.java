/** Deploying bundles to a running gateway, and what a deployment would restart. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.deploy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
