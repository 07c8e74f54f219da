package io.moongate.io.internal.lua;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.IoException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Names of files in, codes of failures out. */
final class IoArgs {

    /** Something that an IO does. */
    @FunctionalInterface
    interface Operation {
        Varargs run() throws IoException;
    }

    private IoArgs() {}

    /** A name, which is UTF-8: another would not come back from a listing as it went in. */
    static String name(Args args, int index) throws IoException {
        LuaString name = args.string(index);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.m_bytes, name.m_offset, name.m_length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IoException(IoException.INVALID_NAME, "a name is UTF-8", e);
        }
    }

    /** What {@code operation} returns, or {@code nil, code, message, name}. */
    static Varargs attempt(LuaValue name, Operation operation) {
        try {
            return operation.run();
        } catch (IoException e) {
            return failure(e, name);
        }
    }

    static Varargs failure(IoException e, LuaValue name) {
        return LuaValue.varargsOf(new LuaValue[] {
            LuaValue.NIL, Result.string(e.code()), Result.string(String.valueOf(e.getMessage())), name
        });
    }
}
