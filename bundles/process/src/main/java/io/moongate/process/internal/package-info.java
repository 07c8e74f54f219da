/** {@code ba.forkpty} and {@code ba.exec}. */
@NullMarked
package io.moongate.process.internal;

import org.jspecify.annotations.NullMarked;
