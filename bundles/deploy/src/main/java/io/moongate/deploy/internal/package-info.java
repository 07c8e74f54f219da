@NullMarked
package io.moongate.deploy.internal;

import org.jspecify.annotations.NullMarked;
