package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.lib.LuaFile.Buffering;
import java.io.IOException;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The methods of files (manual 6.8). */
final class FileMethods {

    private static final LuaString TYPE_NAME = LuaString.valueOf("FILE*");

    private final GlobalState state;
    private final FileReading reading;
    private final Table metatable = new Table(0, 8);

    FileMethods(GlobalState state, FileReading reading, LineIterators iterators) {
        this.state = state;
        this.reading = reading;
        Table methods = new Library(state, new Table(0, 8))
                .variadic("close", this::close)
                .variadic("flush", this::flush)
                .variadic("lines", arguments -> iterators.lines(open(arguments), Values.rest(arguments), false))
                .variadic("read", arguments -> read(open(arguments), arguments, 2))
                .variadic("seek", this::seek)
                .variadic("setvbuf", this::buffering)
                .variadic("write", arguments -> write(open(arguments), arguments, 2))
                .table();
        metatable.put(Event.NAME.key(), TYPE_NAME);
        metatable.put(Event.INDEX.key(), methods);
        new Library(state, metatable)
                .variadic(Event.GC.key().tojstring(), this::release)
                .variadic(Event.CLOSE.key().tojstring(), this::release)
                .unary(
                        Event.TOSTRING.key().tojstring(),
                        file -> LuaString.valueOf(check(file).tojstring()));
    }

    /** Makes the iterators that {@code lines} returns. */
    @FunctionalInterface
    interface LineIterators {
        LuaValue lines(LuaFile file, Varargs formats, boolean closes);
    }

    Table metatable() {
        return metatable;
    }

    private LuaFile check(LuaValue value) {
        if (value instanceof LuaFile file) {
            return file;
        }
        throw Args.typeError(state, value, 1, TYPE_NAME.tojstring());
    }

    /** The first argument, an open file. */
    LuaFile open(Varargs arguments) {
        LuaFile file = check(Args.get(arguments, 1));
        if (file.isClosed()) {
            throw new LibraryError("attempt to use a closed file");
        }
        return file;
    }

    Varargs close(Varargs arguments) {
        try {
            return open(arguments).close();
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    /** Closes a file that nobody needs any more; nobody is told when that fails. */
    private Varargs release(Varargs arguments) {
        LuaFile file = check(Args.get(arguments, 1));
        if (!file.isClosed()) {
            close(file);
        }
        return LuaValue.NONE;
    }

    Varargs flush(Varargs arguments) {
        LuaFile file = open(arguments);
        try {
            file.flush();
            return LuaValue.TRUE;
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    Varargs read(LuaFile file, Varargs arguments, int first) {
        try {
            return reading.read(file, arguments, first);
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    Varargs write(LuaFile file, Varargs arguments, int first) {
        try {
            for (int i = first; i <= arguments.narg(); i++) {
                LuaString text = Args.checkString(state, arguments.arg(i), i);
                file.write(text.m_bytes, text.m_offset, text.m_length);
            }
            return file;
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    private Varargs seek(Varargs arguments) {
        LuaFile file = open(arguments);
        String whence = option(arguments, "cur", "set", "cur", "end");
        long offset = Args.optInteger(state, arguments.arg(3), 3, 0);
        try {
            return LuaInt.of(file.seek(whence, offset));
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    private String option(Varargs arguments, String otherwise, String... allowed) {
        String option = arguments.isnil(2) && !otherwise.isEmpty()
                ? otherwise
                : Args.checkString(state, Args.get(arguments, 2), 2).tojstring();
        for (String known : allowed) {
            if (known.equals(option)) {
                return option;
            }
        }
        throw Args.error(2, "invalid option '" + option + "'");
    }

    private Varargs buffering(Varargs arguments) {
        LuaFile file = open(arguments);
        String mode = option(arguments, "", "no", "full", "line");
        Args.optInteger(state, arguments.arg(3), 3, 0);
        try {
            file.buffering(
                    switch (mode) {
                        case "no" -> Buffering.NONE;
                        case "line" -> Buffering.LINE;
                        default -> Buffering.FULL;
                    });
            return LuaValue.TRUE;
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }
}
