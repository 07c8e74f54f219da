/** What the shell's server, in its bundle, and its client, in the launcher, say to one another. */
@NullMarked
package io.moongate.shell.protocol;

import org.jspecify.annotations.NullMarked;
