/** The app host: deploys, starts, watches and stops apps. */
@NullMarked
package io.moongate.runtime.internal.app;

import org.jspecify.annotations.NullMarked;
