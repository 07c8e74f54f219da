@NullMarked
package io.moongate.runtime.internal;

import org.jspecify.annotations.NullMarked;
