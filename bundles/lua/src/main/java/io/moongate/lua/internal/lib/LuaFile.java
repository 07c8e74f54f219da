package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaPlatform;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Values;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** An open file of the library {@code io}: a stream with a buffer, as C's {@code FILE}. */
final class LuaFile extends LuaUserdata {

    private static final int BUFFER_SIZE = 1 << 13;

    /** What {@link #read} answers at the end. */
    static final int END = -1;

    /** How much of what was written is kept back. */
    enum Buffering {
        NONE,
        LINE,
        FULL
    }

    private final Stream stream;
    private final LuaPlatform.@Nullable Pipe pipe;
    private final boolean standard;

    private final byte[] input = new byte[BUFFER_SIZE];
    private int next;
    private int limit;

    private final FileOutput output;
    private Buffering buffering = Buffering.FULL;

    private LuaFile(LuaTable metatable, Stream stream, LuaPlatform.@Nullable Pipe pipe, boolean standard) {
        super(stream, metatable);
        this.stream = stream;
        this.output = new FileOutput(stream, pipe);
        this.pipe = pipe;
        this.standard = standard;
    }

    static LuaFile of(LuaTable metatable, LuaPlatform.File file, String mode) {
        return new LuaFile(metatable, Stream.of(file, mode), null, false);
    }

    static LuaFile of(LuaTable metatable, LuaPlatform.Pipe pipe, String mode) {
        return new LuaFile(metatable, Stream.of(pipe, mode), pipe, false);
    }

    /** One of the three standard files: it cannot be closed, and shares its buffer with the platform. */
    static LuaFile standard(LuaTable metatable, Stream stream) {
        LuaFile file = new LuaFile(metatable, stream, null, true);
        file.buffering = Buffering.NONE;
        return file;
    }

    boolean isClosed() {
        return output.isClosed();
    }

    /** What remains to be done when the file is garbage. */
    Closeable remains() {
        return output;
    }

    @Override
    public String tojstring() {
        return isClosed() ? "file (closed)" : "file (" + Names.address("", this).substring(": ".length()) + ")";
    }

    // Reading.

    /** The next byte, or {@link #END}; it stays. */
    int peek() throws IOException {
        return next < limit || fill() ? input[next] & 0xFF : END;
    }

    /** The next byte, or {@link #END}. */
    int read() throws IOException {
        return next < limit || fill() ? input[next++] & 0xFF : END;
    }

    private boolean fill() throws IOException {
        flush();
        limit = Math.max(0, stream.read(input, 0, input.length));
        next = 0;
        return limit > 0;
    }

    /** Appends a line; false when there was nothing more. */
    boolean readLine(ByteBuilder out, boolean keepsEnd) throws IOException {
        boolean any = false;
        while (next < limit || fill()) {
            any = true;
            int end = next;
            while (end < limit && input[end] != '\n') {
                end++;
            }
            boolean complete = end < limit;
            out.append(input, next, end - next + (complete && keepsEnd ? 1 : 0));
            next = complete ? end + 1 : end;
            if (complete) {
                break;
            }
        }
        return any;
    }

    /** Appends up to {@code count} bytes; false when there was nothing more. */
    boolean read(ByteBuilder out, long count) throws IOException {
        long left = count;
        while (left > 0 && (next < limit || fill())) {
            int some = (int) Math.min(left, limit - next);
            out.append(input, next, some);
            next += some;
            left -= some;
        }
        return left < count;
    }

    // Writing.

    void write(byte[] bytes, int offset, int length) throws IOException {
        if (!stream.isWritable()) {
            throw Stream.badDescriptor();
        }
        forgetInput();
        if (buffering == Buffering.NONE) {
            output.writeThrough(bytes, offset, length);
            return;
        }
        output.write(bytes, offset, length);
        if (buffering == Buffering.LINE && containsLineEnd(bytes, offset, length)) {
            output.flush();
        }
    }

    private static boolean containsLineEnd(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Goes back to where the program is, which may be before what has been read ahead. */
    private void forgetInput() throws IOException {
        if (next < limit) {
            stream.position(stream.position() - (limit - next));
        }
        next = 0;
        limit = 0;
    }

    void flush() throws IOException {
        output.flush();
        stream.flush();
    }

    void buffering(Buffering mode) throws IOException {
        output.flush();
        if (!standard) {
            buffering = mode;
        }
    }

    // Position.

    long seek(String whence, long offset) throws IOException {
        flush();
        long base = switch (whence) {
            case "set" -> 0;
            case "cur" -> stream.position() - (limit - next);
            default -> stream.size();
        };
        long target = base + offset;
        if (target < 0) {
            throw new IOException("Invalid argument");
        }
        next = 0;
        limit = 0;
        stream.position(target);
        return target;
    }

    /** Closes the file and returns what {@code close} returns. */
    Varargs close() throws IOException {
        if (standard) {
            return Values.of(LuaValue.NIL, LuaString.valueOf("cannot close standard file"));
        }
        output.close();
        return pipe == null ? LuaValue.TRUE : SystemResult.ended(pipe.exitStatus());
    }
}
