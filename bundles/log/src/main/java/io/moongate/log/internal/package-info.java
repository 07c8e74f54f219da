@NullMarked
package io.moongate.log.internal;

import org.jspecify.annotations.NullMarked;
