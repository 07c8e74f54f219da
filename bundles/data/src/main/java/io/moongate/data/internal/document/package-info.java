/** What the document formats share: limits, pieces, the stack on which values grow into tables. */
@NullMarked
package io.moongate.data.internal.document;

import org.jspecify.annotations.NullMarked;
