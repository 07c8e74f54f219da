package io.moongate.lua;

import io.moongate.lua.fiber.FiberFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Runs Lua files in a state of their own, and in the reference interpreter. */
final class Scripts {

    static final String REFERENCE = "lua5.4";

    private static final long STACK_BYTES = 512L << 20;
    private static final long PATIENCE_SECONDS = 120;

    private Scripts() {}

    static Path resources(String folder) {
        return Path.of("src/test/resources").resolve(folder);
    }

    static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(resources(folder))) {
            return files.filter(f -> f.toString().endsWith(".lua")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a file and returns what it printed; an error of the script ends the output. */
    static String run(FiberFactory fibers, Path script, List<String> arguments) {
        AtomicReference<String> output = new AtomicReference<>();
        Thread thread = new Thread(null, () -> output.set(execute(fibers, script, arguments)), "script", STACK_BYTES);
        thread.start();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(script + " does not end");
        }
        return output.get();
    }

    private static String execute(FiberFactory fibers, Path script, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LuaState state = new LuaState(LuaLimits.defaults(), new CapturingPlatform(out), fibers);
        try (InputStream source = Files.newInputStream(script)) {
            setArguments(state, arguments);
            state.call(state.load(source, "@" + script, "t", state.globals()), LuaValue.NONE);
            state.close();
        } catch (LuaError e) {
            new PrintStream(out, true, StandardCharsets.ISO_8859_1).print("ERROR " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static void setArguments(LuaState state, List<String> arguments) {
        StringBuilder literal = new StringBuilder("arg = {");
        arguments.forEach(a -> literal.append("[[").append(a).append("]],"));
        byte[] code = literal.append('}').toString().getBytes(StandardCharsets.UTF_8);
        state.call(state.load(new ByteArrayInputStream(code), "=arg", "t", state.globals()), LuaValue.NONE);
    }

    /** What the reference interpreter prints. */
    static String reference(Path script, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(REFERENCE, script.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(output, StandardCharsets.ISO_8859_1);
    }

    /** The process, but for what is printed. */
    private static final class CapturingPlatform implements LuaPlatform {
        private final LuaPlatform system = LuaPlatform.system();
        private final OutputStream out;

        CapturingPlatform(OutputStream out) {
            this.out = out;
        }

        @Override
        public InputStream stdin() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream stdout() {
            return out;
        }

        @Override
        public OutputStream stderr() {
            return out;
        }

        @Override
        public File open(String path, String mode) throws IOException {
            return system.open(path, mode);
        }

        @Override
        public void remove(String path) throws IOException {
            system.remove(path);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            system.rename(from, to);
        }

        @Override
        public String temporaryName() throws IOException {
            return system.temporaryName();
        }

        @Override
        public void exit(int status) {
            throw new LuaError(LuaString.valueOf("exit " + status));
        }

        @Override
        public @Nullable String environment(String name) {
            return system.environment(name);
        }

        @Override
        public boolean hasShell() {
            return system.hasShell();
        }

        @Override
        public int execute(String command) throws IOException {
            return system.execute(command);
        }

        @Override
        public Pipe popen(String command, String mode) throws IOException {
            return system.popen(command, mode);
        }

        @Override
        public long cpuNanos() {
            return system.cpuNanos();
        }

        @Override
        public long timeMillis() {
            return system.timeMillis();
        }
    }
}
