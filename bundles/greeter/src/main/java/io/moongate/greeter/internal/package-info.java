@NullMarked
package io.moongate.greeter.internal;

import org.jspecify.annotations.NullMarked;
