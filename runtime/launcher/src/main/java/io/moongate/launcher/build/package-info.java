/** The last step of a distribution's build: what would take time at each start is found out once. */
@NullMarked
package io.moongate.launcher.build;

import org.jspecify.annotations.NullMarked;
