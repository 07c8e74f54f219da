/** The TPM: transport, protected session, queue, named keys. */
@NullMarked
package io.moongate.tpm.internal;

import org.jspecify.annotations.NullMarked;
