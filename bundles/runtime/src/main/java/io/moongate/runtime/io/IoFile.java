package io.moongate.runtime.io;

import java.util.Arrays;

/** An open file. Not thread-safe. Closing twice is fine. */
public interface IoFile extends AutoCloseable {

    /** Reads up to {@code length} bytes. @return how many, -1 at the end */
    int read(byte[] into, int offset, int length) throws IoException;

    void write(byte[] from, int offset, int length) throws IoException;

    /** Moves to {@code position} bytes from the start. */
    void seek(long position) throws IoException;

    void flush() throws IoException;

    @Override
    void close() throws IoException;

    /** Reads the rest of the file. @throws IoException {@code mem} when it is longer than {@code limit} bytes */
    default byte[] readAll(int limit) throws IoException {
        byte[] bytes = new byte[Math.min(limit, 8192)];
        int length = 0;
        while (true) {
            int n = read(bytes, length, bytes.length - length);
            if (n < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += n;
            if (length == bytes.length) {
                if (length >= limit) {
                    return endAt(limit, bytes);
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, bytes.length * 2L));
            }
        }
    }

    private byte[] endAt(int limit, byte[] bytes) throws IoException {
        if (read(new byte[1], 0, 1) >= 0) {
            throw new IoException(IoException.MEM, "file is longer than the limit of " + limit + " bytes");
        }
        return bytes;
    }
}
