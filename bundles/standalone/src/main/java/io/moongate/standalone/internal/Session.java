package io.moongate.standalone.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.standalone.internal.Chunks.ChunkException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One run of the program: environment, options, script, prompt, in this order. On a strand. */
final class Session {

    private static final List<String> INIT = List.of("LUA_INIT_5_4", "LUA_INIT");

    private final LuaVm vm;
    private final Arguments arguments;
    private final Output output;
    private final Chunks chunks;

    Session(LuaVm vm, Arguments arguments, Output output) {
        this.vm = vm;
        this.arguments = arguments;
        this.output = output;
        this.chunks = new Chunks(vm);
    }

    /** @return false when something failed; that has been printed */
    boolean run() {
        try {
            vm.globals().set("arg", argTable());
            if (arguments.version()) {
                printVersion();
            }
            if (!arguments.ignoreEnvironment()) {
                runInit();
            }
            for (Arguments.Step step : arguments.steps()) {
                run(step);
            }
            runRest();
            return true;
        } catch (ChunkException e) {
            output.error(e.getMessage());
            return false;
        }
    }

    private void printVersion() {
        output.write((vm.globals().get("_VERSION").tojstring() + "  Moongate\n").getBytes(StandardCharsets.UTF_8));
    }

    private LuaTable argTable() {
        LuaTable table = new LuaTable();
        List<String> all = arguments.all();
        int script = arguments.script().orElse(-1);
        table.set(Numbers.integer(-1 - script), Result.string("lua"));
        for (int i = 0; i < all.size(); i++) {
            table.set(Numbers.integer(i - script), Result.string(all.get(i)));
        }
        return table;
    }

    private void runInit() throws ChunkException {
        for (String name : INIT) {
            String init = System.getenv(name);
            if (init != null) {
                chunks.run(
                        init.startsWith("@")
                                ? chunks.compileFile(init.substring(1))
                                : chunks.compile(init, "=" + name));
                return;
            }
        }
    }

    private void run(Arguments.Step step) throws ChunkException {
        switch (step) {
            case Arguments.Statement(String code) -> chunks.run(chunks.compile(code, "=(command line)"));
            case Arguments.Require(String global, String module) ->
                vm.globals()
                        .set(
                                global,
                                chunks.run(vm.globals().get("require"), Result.string(module))
                                        .arg1());
            case Arguments.WarningsOn() -> chunks.run(vm.globals().get("warn"), Result.string("@on"));
        }
    }

    private void runRest() throws ChunkException {
        if (arguments.script().isPresent()) {
            runScript(arguments.all().get(arguments.script().get()));
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        if (arguments.interactive()) {
            prompt(terminal);
        } else if (arguments.script().isEmpty() && !arguments.isDoneByOptions()) {
            if (terminal) {
                printVersion();
                prompt(true);
            } else {
                chunks.run(chunks.compileInput(vm.state().platform().stdin()));
            }
        }
    }

    private void runScript(String name) throws ChunkException {
        boolean standardInput = name.equals("-") && !isAfterDoubleDash();
        LuaFunction chunk =
                standardInput ? chunks.compileInput(vm.state().platform().stdin()) : chunks.compileFile(name);
        Varargs args = LuaValue.varargsOf(
                arguments.scriptArguments().stream().map(Result::string).toArray(LuaValue[]::new));
        chunks.run(chunk, args);
    }

    private boolean isAfterDoubleDash() {
        int script = arguments.script().orElseThrow();
        return script > 0 && arguments.all().get(script - 1).equals("--");
    }

    private void prompt(boolean terminal) {
        output.flush();
        try (Lines lines = terminal
                ? new TerminalLines(history())
                : new StreamLines(vm.state().platform().stdin(), stdout())) {
            new Prompt(vm, chunks, lines, output::error).run();
        }
        output.write(new byte[] {'\n'});
    }

    private PrintStream stdout() {
        return new PrintStream(vm.state().platform().stdout(), false, StandardCharsets.UTF_8);
    }

    private static Path history() {
        return Path.of(System.getProperty("user.home"), ".moongate_lua_history");
    }
}
