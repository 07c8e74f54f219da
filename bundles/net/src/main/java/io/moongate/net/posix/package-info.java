/** The parts of POSIX that the JDK lacks: named pipes, pseudo-terminals, child processes, descriptors as streams. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.net.posix;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
