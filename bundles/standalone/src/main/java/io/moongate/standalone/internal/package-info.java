@NullMarked
package io.moongate.standalone.internal;

import org.jspecify.annotations.NullMarked;
