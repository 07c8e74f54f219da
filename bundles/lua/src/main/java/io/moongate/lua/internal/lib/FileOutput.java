package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaPlatform;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is left to do for a file when nobody refers to it any more: output that has been kept back, and closing. */
final class FileOutput implements Closeable {

    private static final int BUFFER_SIZE = 1 << 13;

    private final Stream stream;
    private final LuaPlatform.@Nullable Pipe pipe;
    private byte[] buffer = new byte[0];
    private int pending;
    private boolean closed;

    FileOutput(Stream stream, LuaPlatform.@Nullable Pipe pipe) {
        this.stream = stream;
        this.pipe = pipe;
    }

    boolean isClosed() {
        return closed;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        if (length >= BUFFER_SIZE) {
            writeThrough(bytes, offset, length);
            return;
        }
        makeRoom(length);
        System.arraycopy(bytes, offset, buffer, pending, length);
        pending += length;
    }

    void writeThrough(byte[] bytes, int offset, int length) throws IOException {
        flush();
        stream.write(bytes, offset, length);
    }

    private void makeRoom(int length) throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[BUFFER_SIZE];
        }
        if (pending + length > buffer.length) {
            flush();
        }
    }

    void flush() throws IOException {
        int count = pending;
        pending = 0;
        if (count > 0) {
            stream.write(buffer, 0, count);
        }
    }

    /** Closes the file; a command behind a pipe has ended then. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flush();
        } finally {
            if (pipe == null) {
                stream.close();
            } else {
                pipe.exitStatus();
            }
        }
    }
}
