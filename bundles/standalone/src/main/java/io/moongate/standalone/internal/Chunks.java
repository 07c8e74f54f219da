package io.moongate.standalone.internal;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Compiles and runs chunks in a VM, on a strand; errors become the text that the program prints. */
final class Chunks {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final LuaVm vm;
    private final LuaFunction protect;

    /** A chunk that could not be compiled or run; the message is what to print. */
    static final class ChunkException extends Exception {
        private static final long serialVersionUID = 1;

        ChunkException(String message) {
            super(message);
        }
    }

    Chunks(LuaVm vm) {
        this.vm = vm;
        try (InputStream source = Chunks.class.getResourceAsStream("protect.lua")) {
            protect = (LuaFunction) vm.state()
                    .load(source, "=[moongate]", "t", vm.globals())
                    .invoke()
                    .arg1();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LuaFunction compile(String code, String chunkName) throws ChunkException {
        return compile(code.getBytes(StandardCharsets.UTF_8), chunkName);
    }

    LuaFunction compile(byte[] code, String chunkName) throws ChunkException {
        try {
            return vm.state().load(new ByteArrayInputStream(code), chunkName, "bt", vm.globals());
        } catch (LuaError e) {
            throw new ChunkException(e.getMessage());
        }
    }

    LuaFunction compileFile(String file) throws ChunkException {
        try {
            return compile(withoutFirstLineComment(Files.readAllBytes(Path.of(file))), "@" + file);
        } catch (IOException e) {
            throw new ChunkException("cannot open " + file + ": " + reason(e));
        }
    }

    LuaFunction compileInput(InputStream in) throws ChunkException {
        try {
            return compile(withoutFirstLineComment(in.readAllBytes()), "=stdin");
        } catch (IOException e) {
            throw new ChunkException("cannot read stdin: " + e.getMessage());
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            default -> e.getMessage();
        };
    }

    /** A first line that begins with {@code #} is for the Unix shell; its line end stays, so that lines count right. */
    private static byte[] withoutFirstLineComment(byte[] code) {
        int start = startsWith(code, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        if (start < code.length && code[start] == '#') {
            while (start < code.length && code[start] != '\n') {
                start++;
            }
        }
        return java.util.Arrays.copyOfRange(code, start, code.length);
    }

    private static boolean startsWith(byte[] code, byte[] mark) {
        return code.length >= mark.length && java.util.Arrays.equals(code, 0, mark.length, mark, 0, mark.length);
    }

    /** Calls a function. @return what it returned */
    Varargs run(LuaValue function, Varargs args) throws ChunkException {
        Varargs results = protect.invoke(LuaValue.varargsOf(function, args));
        if (!results.arg1().toboolean()) {
            throw new ChunkException(results.arg(2).tojstring());
        }
        return results.subargs(2);
    }

    Varargs run(LuaValue function) throws ChunkException {
        return run(function, Result.none());
    }
}
