package io.moongate.io.internal.lua;

import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open file in the hands of Lua: knows its IO object and whether it was closed. */
final class LuaFile implements IoFile {

    private static final Logger LOG = LoggerFactory.getLogger(LuaFile.class);

    private final IoFile file;
    private final LuaUserdata io;
    private final LuaValue name;
    private boolean closed;

    LuaFile(IoFile file, LuaUserdata io, LuaValue name) {
        this.file = file;
        this.io = io;
        this.name = name;
    }

    LuaUserdata io() {
        return io;
    }

    LuaValue name() {
        return name;
    }

    boolean isClosed() {
        return closed;
    }

    /** The file. @throws LuaError when Lua closed it */
    private IoFile open() {
        if (closed) {
            throw new LuaError("attempt to use a closed file");
        }
        return file;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        return open().read(into, offset, length);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IoException {
        open().write(from, offset, length);
    }

    @Override
    public void seek(long position) throws IoException {
        open().seek(position);
    }

    @Override
    public void flush() throws IoException {
        open().flush();
    }

    @Override
    public byte[] readAll(int limit) throws IoException {
        return open().readAll(limit);
    }

    @Override
    public void close() throws IoException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }

    /** What becomes of a file that Lua let go of without closing it: from any thread. */
    static void abandon(LuaFile file) {
        try {
            if (file.file instanceof ScriptedFile scripted) {
                scripted.closeLater();
            } else {
                file.close();
            }
        } catch (IoException e) {
            // Nobody is left to be told; what could be lost was lost when a write was not followed by close.
            LOG.debug("an abandoned file did not close", e);
        }
    }

    @Override
    public String toString() {
        return closed ? "file (closed)" : "file (0x%08x)".formatted(System.identityHashCode(this));
    }
}
