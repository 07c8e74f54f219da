/** {@code ba.bytearray} and the byte order conversions of {@code ba.socket}. */
@NullMarked
package io.moongate.data.internal.bytes;

import org.jspecify.annotations.NullMarked;
