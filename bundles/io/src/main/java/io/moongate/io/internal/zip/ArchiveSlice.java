package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.io.InputStream;

/** The bytes of an archive from one position to another, in order. */
final class ArchiveSlice extends InputStream {

    private final IoFile archive;
    private long left;

    ArchiveSlice(IoFile archive, long start, long length) throws IoException {
        this.archive = archive;
        this.left = length;
        archive.seek(start);
    }

    @Override
    public int read() throws IoException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        if (left == 0) {
            return -1;
        }
        int n = archive.read(into, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new IoException(IoException.IO_ERROR, "the archive ends within an entry");
        }
        left -= n;
        return n;
    }
}
