/** The program {@code moongate}: chooses bundles by features and starts the framework with them. */
@NullMarked
package io.moongate.launcher;

import org.jspecify.annotations.NullMarked;
