@NullMarked
package io.moongate.tls.internal;

import org.jspecify.annotations.NullMarked;
