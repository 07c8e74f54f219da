@NullMarked
package io.moongate.crypto.internal;

import org.jspecify.annotations.NullMarked;
