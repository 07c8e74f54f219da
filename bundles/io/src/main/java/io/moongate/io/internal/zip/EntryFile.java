package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** An open entry. Seeking forward decompresses what lies between, seeking back starts over. */
final class EntryFile extends ReadOnlyFile {

    private final EntrySource source;
    private final ZipEntry entry;
    private final CRC32 crc = new CRC32();
    private InputStream stream;
    /** How many bytes have come out of the stream. */
    private long decoded;
    /** Where the next read starts; ahead of {@code decoded} after a seek. */
    private long position;

    EntryFile(EntrySource source, ZipEntry entry) throws IoException {
        this.source = source;
        this.entry = entry;
        this.stream = source.stream();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        if (length == 0) {
            return 0;
        }
        if (position >= entry.size()) {
            if (decoded == entry.size()) {
                checkEnd();
            }
            return -1;
        }
        catchUp();
        int n = decode(into, offset, length);
        position = decoded;
        return n;
    }

    private void catchUp() throws IoException {
        byte[] skipped = new byte[(int) Math.min(8192, position - decoded)];
        while (decoded < position) {
            decode(skipped, 0, (int) Math.min(skipped.length, position - decoded));
        }
    }

    private int decode(byte[] into, int offset, int length) throws IoException {
        int n = streamRead(into, offset, (int) Math.min(length, entry.size() - decoded));
        if (n < 0) {
            throw damaged("it is shorter than the archive's directory says");
        }
        crc.update(into, offset, n);
        decoded += n;
        if (decoded == entry.size()) {
            checkCrc();
        }
        return n;
    }

    private int streamRead(byte[] into, int offset, int length) throws IoException {
        try {
            return stream.read(into, offset, length);
        } catch (IOException e) {
            throw EntrySource.asIoException(e);
        }
    }

    private void checkCrc() throws IoException {
        if (entry.hasCrc() && crc.getValue() != entry.crc()) {
            throw damaged("its checksum is wrong");
        }
    }

    private void checkEnd() throws IoException {
        if (streamRead(new byte[1], 0, 1) >= 0) {
            throw damaged("it is longer than the archive's directory says");
        }
    }

    private static IoException damaged(String how) {
        return new IoException(IoException.IO_ERROR, "the entry is damaged: " + how);
    }

    @Override
    public void seek(long to) throws IoException {
        if (to < 0) {
            throw new IoException(IoException.IO_ERROR, "position " + to + " is before the start of the file");
        }
        if (to < decoded) {
            restart();
        }
        position = to;
    }

    private void restart() throws IoException {
        closeStream();
        stream = source.stream();
        decoded = 0;
        crc.reset();
    }

    private void closeStream() throws IoException {
        try {
            stream.close();
        } catch (IOException e) {
            throw EntrySource.asIoException(e);
        }
    }

    @Override
    public void close() throws IoException {
        closeStream();
        source.close();
    }
}
