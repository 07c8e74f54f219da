@org.jspecify.annotations.NullMarked
package io.moongate.net.internal;
