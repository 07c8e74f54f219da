/** {@code ba.ubjson}: Universal Binary JSON, draft 12. */
@NullMarked
package io.moongate.data.internal.ubjson;

import org.jspecify.annotations.NullMarked;
