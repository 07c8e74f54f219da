package io.moongate.tpm.internal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The TPM could not be reached: carries an I/O error through TSS.Java, which knows none. */
final class TransportFailure extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    TransportFailure(IOException cause) {
        super(cause);
    }
}
