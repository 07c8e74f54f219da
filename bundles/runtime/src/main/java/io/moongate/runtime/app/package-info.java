/** Apps: what is deployed to a gateway, and how bundles take part in its life. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime.app;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
