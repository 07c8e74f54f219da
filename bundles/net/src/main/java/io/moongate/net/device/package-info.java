/** Keys that belong to the device, in its TPM or in software: known by name, used without being seen. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.net.device;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
