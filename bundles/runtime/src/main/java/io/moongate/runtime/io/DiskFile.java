package io.moongate.runtime.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;

/** A file of the host's file system. */
final class DiskFile implements IoFile {

    /** What goes to the system at once: the JDK keeps a buffer of this size for each thread that reads or writes. */
    private static final int PIECE = 64 * 1024;

    private final FileChannel channel;

    DiskFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        try {
            return length == 0 ? 0 : channel.read(ByteBuffer.wrap(into, offset, Math.min(length, PIECE)));
        } catch (NonReadableChannelException e) {
            throw new IoException(IoException.IO_ERROR, "the file is open for writing", e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IoException {
        try {
            for (int done = 0; done < length; ) {
                done += channel.write(ByteBuffer.wrap(from, offset + done, Math.min(length - done, PIECE)));
            }
        } catch (NonWritableChannelException e) {
            throw new IoException(IoException.IO_ERROR, "the file is open for reading", e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void seek(long position) throws IoException {
        if (position < 0) {
            throw new IoException(IoException.IO_ERROR, "position " + position + " is before the start of the file");
        }
        try {
            channel.position(position);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back here: every write has reached the system.
    }

    @Override
    public void close() throws IoException {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static IoException failed(IOException e) {
        return e instanceof ClosedChannelException
                ? new IoException(IoException.IO_ERROR, "the file is closed", e)
                : DiskErrors.of(e);
    }
}
