package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What functions of {@code io} and {@code os} return when the operating system has the last word. */
final class SystemResult {

    private static final LuaString EXIT = LuaString.valueOf("exit");
    private static final LuaString SIGNAL = LuaString.valueOf("signal");

    private SystemResult() {}

    /** Nil, the reason and its number. */
    static Varargs failure(IOException e) {
        return Values.of(LuaValue.NIL, text(reason(e)), LuaInt.of(number(e)));
    }

    /** Nil, the reason with the file's name in front, and its number. */
    static Varargs failure(String path, IOException e) {
        return Values.of(LuaValue.NIL, text(path + ": " + reason(e)), LuaInt.of(number(e)));
    }

    /** How a command ended ({@code luaL_execresult}). @param status negative for a signal */
    static Varargs ended(int status) {
        LuaValue success = status == 0 ? LuaValue.TRUE : LuaValue.NIL;
        return Values.of(success, status < 0 ? SIGNAL : EXIT, LuaInt.of(Math.abs(status)));
    }

    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    static LuaString text(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Linux's {@code errno} of the reasons that programs look for. */
    private static int number(IOException e) {
        return switch (reason(e)) {
            case "Operation not permitted" -> 1;
            case "No such file or directory" -> 2;
            case "Bad file descriptor" -> 9;
            case "Permission denied" -> 13;
            case "File exists" -> 17;
            case "Not a directory" -> 20;
            case "Is a directory" -> 21;
            case "Invalid argument" -> 22;
            case "No space left on device" -> 28;
            case "Illegal seek" -> 29;
            case "Broken pipe" -> 32;
            case "Directory not empty" -> 39;
            default -> 5;
        };
    }
}
