package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;

/** A file that is read only. */
abstract class ReadOnlyFile implements IoFile {

    @Override
    public final void write(byte[] from, int offset, int length) throws IoException {
        throw new IoException(IoException.IO_ERROR, "the file is open for reading");
    }

    @Override
    public final void flush() {
        // Nothing was written.
    }
}
