/** {@code ba.datetime}, HTTP dates and the clock. */
@NullMarked
package io.moongate.data.internal.date;

import org.jspecify.annotations.NullMarked;
