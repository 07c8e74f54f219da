package io.moongate.lua;

import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The stand-alone interpreter: {@code lua [-e code] [script [args]]}. */
public final class Standalone {

    /** Deep recursion in Lua is deep recursion in Java: only what is used is committed. */
    private static final long STACK_BYTES = 512L << 20;

    private final LuaState state = new LuaState();
    private int status;

    private Standalone() {}

    public static void main(String[] args) throws InterruptedException {
        Standalone interpreter = new Standalone();
        Thread thread = new Thread(null, () -> interpreter.run(args), "lua", STACK_BYTES);
        thread.start();
        thread.join();
        System.exit(interpreter.status);
    }

    private void run(String[] args) {
        try {
            execute(args);
            state.close();
        } catch (LuaError e) {
            fail(e.getMessageObject() == null ? String.valueOf(e.getMessage()) : message(e.getMessageObject()));
        } catch (IOException e) {
            fail("cannot open " + args[0]);
        }
        flush();
    }

    private static String message(LuaValue error) {
        return error.isstring() ? Names.text(error) : "(error object is a " + error.typename() + " value)";
    }

    private void fail(String message) {
        flush();
        System.err.println("lua: " + message);
        status = 1;
    }

    private void flush() {
        try {
            state.platform().stdout().flush();
        } catch (IOException e) {
            status = 1;
        }
    }

    private void execute(String[] args) throws IOException {
        int i = 0;
        boolean ran = false;
        while (i + 1 < args.length && args[i].equals("-e")) {
            run(new ByteArrayInputStream(args[i + 1].getBytes(StandardCharsets.UTF_8)), "=(command line)", List.of());
            ran = true;
            i += 2;
        }
        if (i < args.length) {
            script(args, i);
        } else if (!ran) {
            run(state.platform().stdin(), "=stdin", List.of());
        }
    }

    private void script(String[] args, int index) throws IOException {
        Table table = new Table();
        List<LuaValue> arguments = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            LuaString argument = LuaString.valueOf(args[i]);
            table.put((long) i - index, argument);
            if (i > index) {
                arguments.add(argument);
            }
        }
        table.put(-1L - index, LuaString.valueOf("lua"));
        state.globals().rawset(LuaString.valueOf("arg"), table);
        try (InputStream source = Files.newInputStream(Path.of(args[index]))) {
            run(withoutShellComment(source), "@" + args[index], arguments);
        }
    }

    /** A first line for the shell becomes an empty line. */
    private static InputStream withoutShellComment(InputStream source) throws IOException {
        byte[] bytes = source.readAllBytes();
        int start = 0;
        if (bytes.length > 0 && bytes[0] == '#') {
            while (start < bytes.length && bytes[start] != '\n') {
                start++;
            }
        }
        return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }

    private void run(InputStream source, String name, List<LuaValue> arguments) {
        LuaValue chunk = state.load(source, name, "bt", state.globals());
        state.call(chunk, Values.of(arguments.toArray(new LuaValue[0])));
    }
}
