package io.moongate.lua.internal.code;

import io.moongate.lua.LuaPlatform;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.Upvalue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Makes functions of chunks (manual 6.1, {@code load}). */
public final class ChunkLoader {

    /** First byte of a binary chunk. */
    private static final int BINARY = 0x1b;

    private ChunkLoader() {}

    /**
     * Compiles a chunk.
     *
     * @param name as in {@code load}
     * @param mode {@code "t"}, {@code "b"} or {@code "bt"}
     */
    public static LuaClosure load(GlobalState state, LuaString source, String name, String mode, LuaValue env) {
        byte[] bytes =
                source.m_offset == 0 && source.m_bytes.length == source.m_length ? source.m_bytes : bytes(source);
        return load(state, bytes, 0, name, mode, env);
    }

    private static byte[] bytes(LuaString source) {
        byte[] bytes = new byte[source.m_length];
        source.copyInto(0, bytes, 0, bytes.length);
        return bytes;
    }

    public static LuaClosure load(GlobalState state, byte[] bytes, int start, String name, String mode, LuaValue env) {
        boolean binary = start < bytes.length && bytes[start] == BINARY;
        String kind = binary ? "binary" : "text";
        if (mode.indexOf(binary ? 'b' : 't') < 0) {
            throw new ScriptError("attempt to load a " + kind + " chunk (mode is '" + mode + "')");
        }
        LuaPrototype prototype =
                binary ? DumpedFunction.read(state, bytes, start, name) : parse(state, bytes, start, name);
        Upvalue[] upvalues = new Upvalue[prototype.upvalues.length];
        for (int i = 0; i < upvalues.length; i++) {
            upvalues[i] = new Upvalue(i == 0 ? env : LuaValue.NIL);
        }
        return new LuaClosure(state, prototype, upvalues);
    }

    private static LuaPrototype parse(GlobalState state, byte[] bytes, int start, String name) {
        try {
            return Parser.parse(state, bytes, start, name);
        } catch (StackOverflowError e) {
            throw new ScriptError("chunk has too many syntax levels");
        }
    }

    /** Compiles a file; an empty path is standard input. A first line that begins with '#' is skipped. */
    public static LuaClosure loadFile(GlobalState state, String path, String mode, LuaValue env) {
        byte[] bytes = path.isEmpty() ? readStdin(state) : read(state, path);
        return load(state, bytes, start(bytes), path.isEmpty() ? "=stdin" : "@" + path, mode, env);
    }

    /** Where a chunk begins behind a byte order mark and a comment for the shell; its line end stays. */
    static int start(byte[] bytes) {
        int start = bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? 3
                : 0;
        if (start < bytes.length && bytes[start] == '#') {
            while (start < bytes.length && bytes[start] != '\n') {
                start++;
            }
            // A binary chunk follows the line end; for a text the line end keeps the line numbers right.
            if (start + 1 < bytes.length && bytes[start + 1] == BINARY) {
                start++;
            }
        }
        return start;
    }

    private static byte[] readStdin(GlobalState state) {
        try {
            return state.platform.stdin().readAllBytes();
        } catch (IOException e) {
            throw new ScriptError("cannot read stdin: " + e.getMessage());
        }
    }

    private static byte[] read(GlobalState state, String path) {
        String problem = "cannot open ";
        try (LuaPlatform.File file = state.platform.open(path, "rb")) {
            problem = "cannot read ";
            return readAll(file);
        } catch (IOException e) {
            throw new ScriptError(problem + path + (problem.equals("cannot open ") ? "" : ": ") + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    }

    private static byte[] readAll(LuaPlatform.File file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 13];
        for (int n = file.read(buffer, 0, buffer.length); n >= 0; n = file.read(buffer, 0, buffer.length)) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    /** A Lua string as Java text, byte by byte, as sources are named. */
    public static String text(LuaString string) {
        return string.isValidUtf8()
                ? Names.text(string)
                : new String(string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
    }
}
