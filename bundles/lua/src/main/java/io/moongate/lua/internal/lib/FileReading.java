package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Values;
import java.io.IOException;
import java.util.Arrays;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The formats of {@code read} and {@code lines} (manual 6.8, {@code file:read}). */
final class FileReading {

    private final GlobalState state;

    FileReading(GlobalState state) {
        this.state = state;
    }

    /**
     * Reads by each format in turn; the first that fails ends it, with nil.
     *
     * @param first number of the first format among the arguments
     */
    Varargs read(LuaFile file, Varargs arguments, int first) throws IOException {
        if (arguments.narg() < first) {
            return line(file, false);
        }
        LuaValue[] results = new LuaValue[arguments.narg() - first + 1];
        int count = 0;
        while (count < results.length) {
            LuaValue result = read(file, arguments.arg(first + count), first + count);
            results[count++] = result;
            if (result.isnil()) {
                break;
            }
        }
        return Values.of(count == results.length ? results : Arrays.copyOf(results, count));
    }

    private LuaValue read(LuaFile file, LuaValue format, int n) throws IOException {
        if (format instanceof LuaNumber) {
            return bytes(file, Args.checkInteger(state, format, n));
        }
        LuaString text = Args.checkString(state, format, n);
        int at = text.m_length > 0 && text.m_bytes[text.m_offset] == '*' ? 1 : 0;
        return switch (at < text.m_length ? text.m_bytes[text.m_offset + at] : 0) {
            case 'n' -> NumeralReader.read(file);
            case 'l' -> line(file, false);
            case 'L' -> line(file, true);
            case 'a' -> all(file);
            default -> throw Args.error(n, "invalid format");
        };
    }

    private ByteBuilder builder() {
        return new ByteBuilder(state.limits.stringBytes());
    }

    private LuaValue line(LuaFile file, boolean keepsEnd) throws IOException {
        ByteBuilder out = builder();
        return file.readLine(out, keepsEnd) ? out.toLuaString() : LuaValue.NIL;
    }

    private LuaValue all(LuaFile file) throws IOException {
        ByteBuilder out = builder();
        file.read(out, Long.MAX_VALUE);
        return out.toLuaString();
    }

    private LuaValue bytes(LuaFile file, long count) throws IOException {
        if (count <= 0) {
            return file.peek() == LuaFile.END ? LuaValue.NIL : LuaValue.EMPTYSTRING;
        }
        ByteBuilder out = builder();
        return file.read(out, count) ? out.toLuaString() : LuaValue.NIL;
    }
}
