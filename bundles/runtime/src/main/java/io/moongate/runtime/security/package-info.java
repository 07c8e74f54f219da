/** Who may sign in to a gateway. */
@Export
@Version("1.1.0")
@NullMarked
package io.moongate.runtime.security;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
