/** {@code ba.socket} and {@code ba.pipe}. */
@NullMarked
package io.moongate.socket.internal;

import org.jspecify.annotations.NullMarked;
