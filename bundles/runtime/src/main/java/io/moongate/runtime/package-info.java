/**
 * What module bundles build on: VMs, modules, the binding style, waiting.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
