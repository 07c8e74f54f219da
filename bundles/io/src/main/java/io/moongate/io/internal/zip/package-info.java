/** ZIP archives as read-only IOs, with AES encrypted entries. */
@NullMarked
package io.moongate.io.internal.zip;

import org.jspecify.annotations.NullMarked;
