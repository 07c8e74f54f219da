/** Event loops, connections with flow control, name look-up, and the hand-over of connections between bundles. */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.net;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
