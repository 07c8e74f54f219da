/** {@code ba.rnd} and its kin. */
@NullMarked
package io.moongate.data.internal.random;

import org.jspecify.annotations.NullMarked;
