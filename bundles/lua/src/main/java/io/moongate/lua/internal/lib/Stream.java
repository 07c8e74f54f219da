package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where an open file's bytes come from and go to. Not buffered. */
interface Stream {

    /** Reads some bytes; -1 at the end. */
    int read(byte[] buffer, int offset, int length) throws IOException;

    void write(byte[] buffer, int offset, int length) throws IOException;

    /** Whether the stream is open for writing. */
    boolean isWritable();

    /** Brings what was written to its destination. */
    default void flush() throws IOException {}

    default void position(long position) throws IOException {
        throw new IOException("Illegal seek");
    }

    default long position() throws IOException {
        throw new IOException("Illegal seek");
    }

    default long size() throws IOException {
        throw new IOException("Illegal seek");
    }

    default void close() throws IOException {}

    /** The failure of reading what is written, and the other way round. */
    static IOException badDescriptor() {
        return new IOException("Bad file descriptor");
    }

    static Stream of(InputStream in) {
        return new Stream() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                throw badDescriptor();
            }

            @Override
            public boolean isWritable() {
                return false;
            }
        };
    }

    static Stream of(OutputStream out) {
        return new Stream() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw badDescriptor();
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
            }

            @Override
            public boolean isWritable() {
                return true;
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /** @param mode as given to {@code io.open}: what it does not allow fails */
    static Stream of(LuaPlatform.File file, String mode) {
        boolean updates = mode.indexOf('+') >= 0;
        boolean reads = updates || mode.startsWith("r");
        boolean writes = updates || !mode.startsWith("r");
        return new Stream() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (!reads) {
                    throw badDescriptor();
                }
                return file.read(buffer, offset, length);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                file.write(buffer, offset, length);
            }

            @Override
            public boolean isWritable() {
                return writes;
            }

            @Override
            public void position(long position) throws IOException {
                file.position(position);
            }

            @Override
            public long position() throws IOException {
                return file.position();
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
