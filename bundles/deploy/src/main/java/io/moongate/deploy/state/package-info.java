/** What was deployed, on disk. Also in the launcher, which reads it before there is a framework. */
@NullMarked
package io.moongate.deploy.state;

import org.jspecify.annotations.NullMarked;
