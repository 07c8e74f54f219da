package io.moongate.lua.internal.code;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.ScriptError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/**
 * What {@code string.dump} writes: our own format, which holds the source of the function and the names of its upvalues.
 */
public final class DumpedFunction {

    private static final String MAGIC = "\u001bMoongate1";

    private DumpedFunction() {}

    /** @param strip whether lines and names are left out */
    public static LuaString write(LuaClosure function, boolean strip) {
        LuaPrototype prototype = function.prototype;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC.getBytes(StandardCharsets.ISO_8859_1));
            out.writeUTF(prototype.source.length() > Short.MAX_VALUE ? "=?" : prototype.source);
            out.writeInt(prototype.lineDefined);
            out.writeBoolean(prototype.main);
            out.writeBoolean(strip || prototype.stripped);
            text(out, prototype);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LuaString.valueUsing(bytes.toByteArray());
    }

    /** The function as the only one in a chunk whose local variables are its upvalues, in order. */
    private static void text(DataOutputStream out, LuaPrototype prototype) throws IOException {
        if (!prototype.main) {
            String separator = "local ";
            for (UpvalueSource upvalue : prototype.upvalues) {
                out.writeBytes(separator + upvalue.name());
                separator = ",";
            }
            out.writeBytes(" return function");
        }
        int start = prototype.textStart;
        if (prototype.method) {
            boolean only = prototype.parameters.length == 1 && !prototype.vararg;
            out.writeBytes(only ? "(self" : "(self,");
            start++;
        }
        out.write(prototype.text, start, prototype.textEnd - start);
    }

    static LuaPrototype read(GlobalState state, byte[] bytes, int start, String name) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, start, bytes.length - start))) {
            if (!MAGIC.equals(new String(in.readNBytes(MAGIC.length()), StandardCharsets.ISO_8859_1))) {
                throw new ScriptError("bad binary format (not a function of this Lua): " + name);
            }
            String source = in.readUTF();
            int line = in.readInt();
            boolean main = in.readBoolean();
            boolean stripped = in.readBoolean();
            byte[] text = in.readAllBytes();
            LuaPrototype outer = Parser.parse(state, text, 0, stripped ? "=?" : source, Math.max(1, line), stripped);
            return main ? outer : inner(outer);
        } catch (IOException e) {
            throw new ScriptError("truncated precompiled chunk");
        }
    }

    private static LuaPrototype inner(LuaPrototype outer) {
        Stat[] statements = outer.body.statements;
        if (statements.length > 0
                && statements[statements.length - 1] instanceof Stat.Return last
                && last.values.length == 1
                && last.values[0] instanceof Expr.Function function) {
            return function.prototype;
        }
        throw new ScriptError("bad binary format (no function)");
    }
}
