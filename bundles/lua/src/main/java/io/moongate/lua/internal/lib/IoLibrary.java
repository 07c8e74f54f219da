package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaPlatform;
import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.io.IOException;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code io} (manual 6.8), through the state's platform. */
public final class IoLibrary {

    private static final Pattern MODE = Pattern.compile("[rwa]\\+?b*");

    /** As many formats as the reference implementation takes for {@code lines}. */
    private static final int MAX_FORMATS = 250;

    private final GlobalState state;
    private final FileReading reading;
    private final FileMethods methods;
    private LuaFile input;
    private LuaFile output;
    private final LuaFile error;

    private IoLibrary(GlobalState state) {
        this.state = state;
        this.reading = new FileReading(state);
        this.methods = new FileMethods(state, reading, this::lines);
        this.input = LuaFile.standard(methods.metatable(), Stream.of(state.platform.stdin()));
        this.output = LuaFile.standard(methods.metatable(), Stream.of(state.platform.stdout()));
        this.error = LuaFile.standard(methods.metatable(), Stream.of(state.platform.stderr()));
    }

    public static Table open(GlobalState state) {
        IoLibrary io = new IoLibrary(state);
        return new Library(state, new Table(0, 16))
                .variadic("close", io::close)
                .variadic("flush", io::flush)
                .variadic("input", io::input)
                .variadic("lines", io::lines)
                .variadic("open", io::openFile)
                .variadic("output", io::output)
                .variadic("popen", io::popen)
                .variadic("read", io::read)
                .variadic("tmpfile", io::temporaryFile)
                .variadic("type", io::type)
                .variadic("write", io::write)
                .set("stdin", io.input)
                .set("stdout", io.output)
                .set("stderr", io.error)
                .table();
    }

    private LuaString string(Varargs arguments, int n) {
        return Args.checkString(state, Args.get(arguments, n), n);
    }

    private String mode(Varargs arguments) {
        return arguments.isnil(2) ? "r" : Names.text(string(arguments, 2));
    }

    private LuaFile open(String path, String mode) throws IOException {
        return opened(LuaFile.of(methods.metatable(), state.platform.open(path, mode), mode));
    }

    /** A file that nobody refers to any more is closed. */
    private LuaFile opened(LuaFile file) {
        state.finalizers.closeLater(file, file.remains());
        return file;
    }

    private Varargs openFile(Varargs arguments) {
        String path = Paths.text(string(arguments, 1));
        String mode = mode(arguments);
        if (!MODE.matcher(mode).matches()) {
            throw Args.error(2, "invalid mode");
        }
        try {
            return open(path, mode);
        } catch (IOException e) {
            return SystemResult.failure(path, e);
        }
    }

    /** A file that must open. */
    private LuaFile openOrRaise(String path, String mode) {
        try {
            return open(path, mode);
        } catch (IOException e) {
            throw new LibraryError("cannot open file '" + path + "' (" + SystemResult.reason(e) + ")");
        }
    }

    private Varargs popen(Varargs arguments) {
        String command = Paths.text(string(arguments, 1));
        String mode = mode(arguments);
        if (!mode.equals("r") && !mode.equals("w")) {
            throw Args.error(2, "invalid mode");
        }
        try {
            return opened(LuaFile.of(methods.metatable(), state.platform.popen(command, mode), mode));
        } catch (IOException e) {
            return SystemResult.failure(command, e);
        }
    }

    private Varargs temporaryFile(Varargs arguments) {
        try {
            String path = state.platform.temporaryName();
            LuaPlatform.File file = state.platform.open(path, "w+b");
            state.platform.remove(path);
            return opened(LuaFile.of(methods.metatable(), file, "w+b"));
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    // Default files.

    private LuaFile defaultInput() {
        return usable(input, "input");
    }

    private LuaFile defaultOutput() {
        return usable(output, "output");
    }

    private static LuaFile usable(LuaFile file, String name) {
        if (file.isClosed()) {
            throw new LibraryError("default " + name + " file is closed");
        }
        return file;
    }

    private Varargs input(Varargs arguments) {
        if (!arguments.isnil(1)) {
            input = fileOrPath(arguments, "r");
        }
        return input;
    }

    private Varargs output(Varargs arguments) {
        if (!arguments.isnil(1)) {
            output = fileOrPath(arguments, "w");
        }
        return output;
    }

    private LuaFile fileOrPath(Varargs arguments, String mode) {
        return arguments.arg1() instanceof LuaString path
                ? openOrRaise(Paths.text(path), mode)
                : methods.open(arguments);
    }

    private Varargs close(Varargs arguments) {
        return methods.close(arguments.narg() == 0 ? defaultOutput() : arguments);
    }

    private Varargs flush(Varargs arguments) {
        return methods.flush(defaultOutput());
    }

    private Varargs write(Varargs arguments) {
        return methods.write(defaultOutput(), arguments, 1);
    }

    private Varargs read(Varargs arguments) {
        return methods.read(defaultInput(), arguments, 1);
    }

    private Varargs type(Varargs arguments) {
        LuaValue value = Args.checkAny(arguments, 1);
        return value instanceof LuaFile file
                ? LuaString.valueOf(file.isClosed() ? "closed file" : "file")
                : LuaValue.NIL;
    }

    // Iteration over lines.

    private Varargs lines(Varargs arguments) {
        Varargs formats = Values.rest(arguments);
        if (arguments.isnil(1)) {
            return lines(methods.open(input), formats, false);
        }
        LuaFile file = openOrRaise(Paths.text(string(arguments, 1)), "r");
        return Values.of(lines(file, formats, true), LuaValue.NIL, LuaValue.NIL, file);
    }

    private LuaValue lines(LuaFile file, Varargs formats, boolean closes) {
        if (formats.narg() > MAX_FORMATS) {
            throw Args.error(MAX_FORMATS + 2, "too many arguments");
        }
        return Library.function(state, "lines_iterator", ignored -> nextLine(file, formats, closes));
    }

    private Varargs nextLine(LuaFile file, Varargs formats, boolean closes) {
        if (file.isClosed()) {
            throw new LibraryError("file is already closed");
        }
        try {
            Varargs results = reading.read(file, formats, 1);
            if (closes && results.arg1().isnil()) {
                file.close();
            }
            return results;
        } catch (IOException e) {
            throw new LibraryError(SystemResult.reason(e));
        }
    }
}
