/** Facts of the device for Lua. */
@NullMarked
package io.moongate.device.internal;

import org.jspecify.annotations.NullMarked;
