/** Makes the mail modules under {@code /lua} known to every VM. */
@NullMarked
package io.moongate.smtp.internal;

import org.jspecify.annotations.NullMarked;
