@NullMarked
package io.moongate.shell.internal;

import org.jspecify.annotations.NullMarked;
