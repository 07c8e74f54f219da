package io.moongate.io.internal.lua;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Loads Lua code from an IO into one VM. */
final class Chunks {

    /** The longest file of Lua code, in bytes. */
    private static final int MAX_CODE = 16 << 20;

    private static final int PIECE = 2048;

    private final LuaVm vm;

    Chunks(LuaVm vm) {
        this.vm = vm;
    }

    /** {@code loadfile(name [, env])}: a function, or nil and a message. */
    Varargs load(Io io, Args args) {
        args.string(1);
        LuaValue environment = environment(args);
        try {
            return load(io, args, environment);
        } catch (IoException e) {
            return Result.fail(cannotOpen(args, e));
        } catch (LuaError e) {
            LuaValue message = e.getMessageObject();
            return LuaValue.varargsOf(LuaValue.NIL, message == null ? Result.string(e.getMessage()) : message);
        }
    }

    /** {@code dofile(name [, env])}: what the code returns. */
    Varargs run(Io io, Args args) {
        args.string(1);
        LuaValue environment = environment(args);
        try {
            return load(io, args, environment).invoke();
        } catch (IoException e) {
            throw new LuaError(cannotOpen(args, e));
        }
    }

    private LuaValue environment(Args args) {
        return args.isNil(2) ? vm.globals() : args.table(2);
    }

    private LuaFunction load(Io io, Args args, LuaValue environment) throws IoException {
        String name = IoArgs.name(args, 1);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        try (IoFile file = io.open(name, Io.Mode.READ)) {
            copy(file, code);
        }
        return vm.state().load(new ByteArrayInputStream(code.toByteArray()), "@" + name, "bt", environment);
    }

    private static void copy(IoFile file, ByteArrayOutputStream code) throws IoException {
        byte[] piece = new byte[PIECE];
        for (int n = file.read(piece, 0, PIECE); n >= 0; n = file.read(piece, 0, PIECE)) {
            code.write(piece, 0, n);
            if (code.size() > MAX_CODE) {
                throw new IoException(IoException.MEM, "Lua code is longer than the limit of " + MAX_CODE + " bytes");
            }
        }
    }

    private static String cannotOpen(Args args, IoException e) {
        return "cannot open '" + args.text(1) + "': " + e.code() + " (" + e.getMessage() + ")";
    }
}
