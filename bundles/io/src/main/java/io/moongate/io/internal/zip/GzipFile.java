package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;

/** A compressed entry as a gzip stream (RFC 1952): the compressed data as they are, between a header and a trailer. */
final class GzipFile extends ReadOnlyFile {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
    private static final int TRAILER_BYTES = 8;

    private final EntrySource source;
    private final ZipEntry entry;
    private InputStream stream;
    private long position;

    GzipFile(EntrySource source, ZipEntry entry) throws IoException {
        this.source = source;
        this.entry = entry;
        this.stream = start();
    }

    static long size(ZipEntry entry) {
        return HEADER.length + entry.packedSize() + TRAILER_BYTES;
    }

    private InputStream start() throws IoException {
        byte[] trailer = ByteBuffer.allocate(TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) entry.crc())
                .putInt((int) entry.size())
                .array();
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(HEADER), source.packed(), new ByteArrayInputStream(trailer))));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        try {
            int n = stream.read(into, offset, length);
            position += Math.max(n, 0);
            return n;
        } catch (IOException e) {
            throw EntrySource.asIoException(e);
        }
    }

    @Override
    public void seek(long to) throws IoException {
        if (to < position) {
            stream = start();
            position = 0;
        }
        try {
            stream.skipNBytes(Math.min(to, size(entry)) - position);
        } catch (IOException e) {
            throw EntrySource.asIoException(e);
        }
        position = to;
    }

    @Override
    public void close() throws IoException {
        source.close();
    }
}
