/** Base64, URL coding, deflate and MIME types. */
@NullMarked
package io.moongate.data.internal.codec;

import org.jspecify.annotations.NullMarked;
