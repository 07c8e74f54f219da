/** {@code ba.json}: RFC 8259 with the leniency that existing code relies on. */
@NullMarked
package io.moongate.data.internal.json;

import org.jspecify.annotations.NullMarked;
