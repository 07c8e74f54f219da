/** The trace buffer. */
@NullMarked
package io.moongate.runtime.internal.trace;

import org.jspecify.annotations.NullMarked;
