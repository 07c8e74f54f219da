package io.moongate.standalone.internal;

import io.moongate.runtime.LuaVm;
import io.moongate.standalone.internal.Chunks.ChunkException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The interactive mode: an expression's values are printed, an incomplete statement asks for more. While it waits for a
 * line, other strands of the VM run.
 */
final class Prompt {

    private static final String CHUNK = "=stdin";
    private static final String INCOMPLETE = "<eof>";

    private final LuaVm vm;
    private final Chunks chunks;
    private final Lines lines;
    private final Consumer<String> errors;

    Prompt(LuaVm vm, Chunks chunks, Lines lines, Consumer<String> errors) {
        this.vm = vm;
        this.chunks = chunks;
        this.lines = lines;
        this.errors = errors;
    }

    /** Until the end of the input; on a strand. */
    void run() {
        for (Optional<String> line = read("_PROMPT", "> "); line.isPresent(); line = read("_PROMPT", "> ")) {
            try {
                print(chunks.run(compile(line.get())));
            } catch (ChunkException e) {
                errors.accept(e.getMessage());
            }
        }
    }

    private Optional<String> read(String variable, String usual) {
        LuaValue prompt = vm.globals().get(variable);
        String text = prompt.isnil() ? usual : prompt.tojstring();
        return vm.await(CompletableFuture.supplyAsync(() -> lines.read(text)));
    }

    private LuaFunction compile(String line) throws ChunkException {
        try {
            return chunks.compile("return " + line, CHUNK);
        } catch (ChunkException e) {
            return compileStatement(line);
        }
    }

    private LuaFunction compileStatement(String first) throws ChunkException {
        String code = first;
        while (true) {
            try {
                return chunks.compile(code, CHUNK);
            } catch (ChunkException e) {
                Optional<String> more = isIncomplete(e) ? read("_PROMPT2", ">> ") : Optional.empty();
                code += "\n" + more.orElseThrow(() -> e);
            }
        }
    }

    private static boolean isIncomplete(ChunkException e) {
        return e.getMessage().endsWith(INCOMPLETE) || e.getMessage().endsWith("'" + INCOMPLETE + "'");
    }

    private void print(Varargs values) {
        if (values.narg() > 0) {
            try {
                chunks.run(vm.globals().get("print"), values);
            } catch (ChunkException e) {
                errors.accept("error calling 'print' (" + e.getMessage() + ")");
            }
        }
    }
}
