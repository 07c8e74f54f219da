/** Media types (RFC 6838) by file name extension. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.runtime.media;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
