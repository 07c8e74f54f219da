/** Runs health checks; the checks of the runtime itself. */
@NullMarked
package io.moongate.runtime.internal.health;

import org.jspecify.annotations.NullMarked;
