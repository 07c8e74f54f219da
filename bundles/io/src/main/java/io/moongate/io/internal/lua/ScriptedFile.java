package io.moongate.io.internal.lua;

import io.moongate.lua.Numbers;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Trace;
import io.moongate.runtime.io.Io.Mode;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** A file whose functions are Lua's. */
final class ScriptedFile implements IoFile {

    /** What is asked for at once when all is wanted. */
    private static final int PIECE = 1024;

    private final Callbacks functions;
    private final Mode mode;
    private boolean closed;

    ScriptedFile(Callbacks functions, Mode mode) {
        this.functions = functions;
        this.mode = mode;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IoException {
        check(mode == Mode.READ, "the file is open for writing");
        if (length == 0) {
            return 0;
        }
        LuaValue piece = functions.value("read", Numbers.integer(length));
        if (!(piece instanceof LuaString data) || data.m_length > length) {
            throw Callbacks.wrong("'read' returned no string of at most " + length + " bytes");
        }
        System.arraycopy(data.m_bytes, data.m_offset, into, offset, data.m_length);
        return data.m_length == 0 ? -1 : data.m_length;
    }

    @Override
    public byte[] readAll(int limit) throws IoException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int n = read(piece, 0, PIECE); n >= 0; n = read(piece, 0, PIECE)) {
            all.write(piece, 0, n);
            if (all.size() > limit) {
                throw new IoException(IoException.MEM, "file is longer than the limit of " + limit + " bytes");
            }
        }
        return all.toByteArray();
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IoException {
        check(mode != Mode.READ, "the file is open for reading");
        functions.status("write", Result.string(Arrays.copyOfRange(from, offset, offset + length)));
    }

    @Override
    public void seek(long position) throws IoException {
        functions.status("seek", Numbers.integer(position));
    }

    @Override
    public void flush() throws IoException {
        functions.status("flush");
    }

    @Override
    public void close() throws IoException {
        if (!closed) {
            closed = true;
            functions.status("close");
        }
    }

    /** Closes on a strand of its VM: callers on other threads cannot run Lua. */
    void closeLater() {
        LuaVm vm = functions.vm();
        if (!vm.isClosed()) {
            vm.spawn("close a file", this::closeUnheard);
        }
    }

    private LuaValue closeUnheard() {
        try {
            close();
        } catch (IoException e) {
            functions.vm().trace().write(Trace.NORMAL, Result.string(e.getMessage() + "\n").m_bytes);
        }
        return LuaValue.NONE;
    }

    private static void check(boolean right, String otherwise) throws IoException {
        if (!right) {
            throw new IoException(IoException.IO_ERROR, otherwise);
        }
    }
}
