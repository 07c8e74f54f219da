/** The web server's implementation. */
@NullMarked
package io.moongate.web.internal;

import org.jspecify.annotations.NullMarked;
