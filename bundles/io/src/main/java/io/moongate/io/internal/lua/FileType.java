package io.moongate.io.internal.lua;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The file objects of one VM. */
final class FileType {

    /** What one read without a size gives at most. */
    private static final int PIECE = 1024;
    /** How far ahead of what came a buffer grows. */
    private static final int GROWTH = 64 * 1024;

    private final ModuleContext context;
    private final int limit;
    private final LuaType<LuaFile> type;

    /** @param limit bytes that one read gives at most */
    FileType(ModuleContext context, int limit) {
        this.context = context;
        this.limit = limit;
        this.type = LuaType.named("FILE", LuaFile.class)
                .method("read", this::read)
                .method("write", FileType::write)
                .method("seek", FileType::seek)
                .method("flush", FileType::flush)
                .method("getio", (file, args) -> open(file).io())
                .method("close", this::close)
                .metamethod("__close", this::closeAtEndOfScope)
                .metamethod("__tostring", (file, args) -> Result.of(file.toString()))
                .closer(LuaFile::abandon);
    }

    LuaUserdata wrap(IoFile file, LuaUserdata io, LuaValue name) {
        return context.wrap(type, new LuaFile(file, io, name));
    }

    private static LuaFile open(LuaFile file) {
        if (file.isClosed()) {
            throw new LuaError("attempt to use a closed file");
        }
        return file;
    }

    private Varargs read(LuaFile file, Args args) {
        open(file);
        return IoArgs.attempt(file.name(), () -> args.count() == 0 ? readCount(file, PIECE) : readEach(file, args));
    }

    /** One result for each argument; as in Lua, nothing is read after the end. */
    private Varargs readEach(LuaFile file, Args args) throws IoException {
        LuaValue[] results = new LuaValue[args.count()];
        for (int i = 0; i < results.length; i++) {
            results[i] = readOne(file, args, i + 1);
            if (results[i].isnil()) {
                return LuaValue.varargsOf(Arrays.copyOf(results, i + 1));
            }
        }
        return LuaValue.varargsOf(results);
    }

    private LuaValue readOne(LuaFile file, Args args, int index) throws IoException {
        return switch (args.value(index)) {
            case LuaNumber n -> readCount(file, count(args, index));
            case LuaString s when isAll(s) -> Result.string(file.readAll(limit));
            default -> throw args.bad(index, "a number of bytes or \"a\" expected");
        };
    }

    private static boolean isAll(LuaString format) {
        String text = format.tojstring();
        return text.equals("a") || text.equals("*a");
    }

    private int count(Args args, int index) throws IoException {
        long count = args.integer(index);
        if (count < 0) {
            throw args.bad(index, "a number of bytes is not negative");
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    private LuaValue readCount(LuaFile file, int count) throws IoException {
        byte[] bytes = new byte[Math.min(count, GROWTH)];
        int length = 0;
        while (length < count) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, grown(length, count));
            }
            int n = file.read(bytes, length, bytes.length - length);
            if (n < 0) {
                return length == 0 ? LuaValue.NIL : Result.string(Arrays.copyOf(bytes, length));
            }
            length += n;
        }
        return Result.string(bytes);
    }

    private int grown(int length, int count) throws IoException {
        if (length >= limit) {
            throw new IoException(IoException.MEM, "more than the limit of " + limit + " bytes for one read");
        }
        return (int) Math.min(count, Math.min(limit, length * 2L));
    }

    private static Varargs write(LuaFile file, Args args) {
        open(file);
        return IoArgs.attempt(file.name(), () -> {
            for (int i = 1; i <= args.count(); i++) {
                LuaString data = args.string(i);
                file.write(data.m_bytes, data.m_offset, data.m_length);
            }
            return LuaValue.TRUE;
        });
    }

    private static Varargs seek(LuaFile file, Args args) {
        open(file);
        return IoArgs.attempt(file.name(), () -> {
            file.seek(args.integer(1));
            return LuaValue.TRUE;
        });
    }

    private static Varargs flush(LuaFile file, Args args) {
        open(file);
        return IoArgs.attempt(file.name(), () -> {
            file.flush();
            return LuaValue.TRUE;
        });
    }

    private Varargs close(LuaFile file, Args args) {
        open(file);
        context.forget(file);
        return IoArgs.attempt(file.name(), () -> {
            file.close();
            return LuaValue.TRUE;
        });
    }

    private Varargs closeAtEndOfScope(LuaFile file, Args args) {
        return file.isClosed() ? Result.none() : close(file, args);
    }
}
