package io.moongate.lua.bench;

import io.moongate.lua.LuaState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.luaj.vm2.LuaValue;

/**
 * Compares the engine with PUC Lua on the same machine in the same run. Warm: in this process, the least of some times
 * after a while of the same. Cold: a whole process each.
 *
 * <p>Usage: {@code LuaBench [--dir src/bench] [--lua lua5.4] [--no-cold] [name…]}
 */
public final class LuaBench {

    private static final long STACK_BYTES = 512L << 20;
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);
    private static final int ROUNDS = 5;

    private final PrintStream out = System.out;
    private final List<String> wanted = new ArrayList<>();
    private Path directory = Path.of("bundles/lua/src/bench");
    private String lua = "lua5.4";
    private boolean cold = true;

    private LuaBench() {}

    public static void main(String[] args) throws InterruptedException {
        LuaBench bench = new LuaBench();
        Thread thread = new Thread(null, () -> bench.run(args), "bench", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private void run(String[] args) {
        try {
            parse(args);
            compare();
            if (wanted.isEmpty()) {
                microbenchmarks();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void parse(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--dir" -> directory = Path.of(args[++i]);
                case "--lua" -> lua = args[++i];
                case "--no-cold" -> cold = false;
                default -> wanted.add(args[i]);
            }
        }
    }

    // Programs.

    private record Measurement(double seconds, String result) {}

    private record Comparison(String name, double warmRatio, double coldRatio) {}

    private void compare() throws IOException, InterruptedException {
        out.printf("%-22s %10s %10s %7s %10s %10s %7s%n", "", "PUC warm", "ours", "ratio", "PUC cold", "ours", "ratio");
        List<Comparison> comparisons = new ArrayList<>();
        for (Path program : programs()) {
            comparisons.add(compare(program));
        }
        out.printf(
                Locale.ROOT,
                "%-22s %21s %7.2f %21s %7.2f%n",
                "geometric mean",
                "",
                mean(comparisons.stream().map(Comparison::warmRatio).toList()),
                "",
                mean(comparisons.stream().map(Comparison::coldRatio).toList()));
        out.println("ratio = PUC's time / our time: over 1 is faster than PUC");
    }

    private List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("lua"))) {
            return files.filter(f -> wanted.isEmpty() || wanted.contains(name(f)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path program) {
        return program.getFileName().toString().replace(".lua", "");
    }

    private Comparison compare(Path program) throws IOException, InterruptedException {
        Measurement reference = reference(program);
        Measurement ours = warm(program);
        double referenceCold = cold ? wholeProcess(List.of(lua), program) : 1;
        double ourCold = cold ? wholeProcess(java(), program) : 1;
        Comparison comparison =
                new Comparison(name(program), reference.seconds / ours.seconds, referenceCold / ourCold);
        out.printf(
                Locale.ROOT,
                "%-22s %8.1fms %8.1fms %7.2f %8.0fms %8.0fms %7.2f%s%n",
                comparison.name,
                reference.seconds * 1e3,
                ours.seconds * 1e3,
                comparison.warmRatio,
                referenceCold * 1e3,
                ourCold * 1e3,
                comparison.coldRatio,
                reference.result.equals(ours.result)
                        ? ""
                        : "  RESULTS DIFFER: " + reference.result + " / " + ours.result);
        return comparison;
    }

    private Measurement reference(Path program) throws IOException, InterruptedException {
        String line = output(List.of(
                        lua, directory.resolve("measure.lua").toString(), program.toString(), String.valueOf(ROUNDS)))
                .strip();
        int space = line.indexOf(' ');
        return new Measurement(Double.parseDouble(line.substring(0, space)), line.substring(space + 1));
    }

    private static Measurement warm(Path program) throws IOException {
        LuaState state = new LuaState();
        LuaValue benchmark = load(state, program);
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            state.call(benchmark, LuaValue.NONE);
        } while (System.nanoTime() < end);
        long best = Long.MAX_VALUE;
        LuaValue result = LuaValue.NIL;
        for (int i = 0; i < ROUNDS; i++) {
            long start = cpuNanos();
            result = state.call(benchmark, LuaValue.NONE).arg1();
            best = Math.min(best, cpuNanos() - start);
        }
        return new Measurement(best / 1e9, result.tojstring());
    }

    /** The time this thread computed, as Lua's {@code os.clock} measures it: what other programs run does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static LuaValue load(LuaState state, Path program) throws IOException {
        try (InputStream source = Files.newInputStream(program)) {
            LuaValue chunk = state.load(source, "@" + program, "t", state.globals());
            return state.call(chunk, LuaValue.NONE).arg1();
        }
    }

    private double wholeProcess(List<String> command, Path program) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(directory.resolve("measure.lua").toString(), program.toString(), "1"));
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            output(all);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static List<String> java() {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.moongate.lua.Standalone");
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command);
        }
        return output;
    }

    private static double mean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(0));
    }

    // Single figures.

    private void microbenchmarks() throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "coroutine switch      %8.0f ns%n", switchNanos());
        out.printf(Locale.ROOT, "coroutine creation    %8.0f ns%n", creationNanos());
        out.printf(Locale.ROOT, "100,000 suspended     %8.0f MB%n", suspendedMegabytes());
        out.printf(Locale.ROOT, "compile               %8.0f lines/s%n", linesPerSecond());
        out.printf(Locale.ROOT, "start, print(1)       %8.0f ms%n", startMillis());
    }

    private static LuaValue function(LuaState state, String source) {
        InputStream bytes = new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8));
        return state.call(state.load(bytes, "=bench", "t", state.globals()), LuaValue.NONE)
                .arg1();
    }

    private static double bestNanos(LuaState state, LuaValue function) {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            long start = cpuNanos();
            state.call(function, LuaValue.NONE);
            best = Math.min(best, cpuNanos() - start);
        } while (System.nanoTime() < end);
        return best;
    }

    private static double switchNanos() {
        LuaState state = new LuaState();
        LuaValue function = function(state, """
                local yield, resume = coroutine.yield, coroutine.resume
                return function()
                  local co = coroutine.create(function() for _ = 1, 100000 do yield() end end)
                  for _ = 1, 100000 do resume(co) end
                end""");
        // One resume and one yield are two switches.
        return bestNanos(state, function) / 200_000;
    }

    private static double creationNanos() {
        LuaState state = new LuaState();
        LuaValue function = function(state, """
                local create, resume = coroutine.create, coroutine.resume
                local function body() end
                return function() for _ = 1, 10000 do create(body) end end""");
        return bestNanos(state, function) / 10_000;
    }

    private static double suspendedMegabytes() {
        LuaState state = new LuaState();
        LuaValue function = function(state, """
                return function()
                  local all = {}
                  for i = 1, 100000 do
                    local co = coroutine.create(function() local x = i; coroutine.yield(x); return x end)
                    coroutine.resume(co)
                    all[i] = co
                  end
                  return all
                end""");
        long before = usedBytes();
        LuaValue all = state.call(function, LuaValue.NONE).arg1();
        double megabytes = (usedBytes() - before) / 1e6;
        return all.istable() ? megabytes : Double.NaN;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private double linesPerSecond() throws IOException {
        StringBuilder source = new StringBuilder();
        for (Path program : programs()) {
            source.append("local function chunk()\n")
                    .append(Files.readString(program))
                    .append("\nend\n");
        }
        String text = source.toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long lines = text.lines().count();
        LuaState state = new LuaState();
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            long start = cpuNanos();
            state.load(new ByteArrayInputStream(bytes), "=bench", "t", state.globals());
            best = Math.min(best, cpuNanos() - start);
        } while (System.nanoTime() < end);
        return lines * 1e9 / best;
    }

    private static double startMillis() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-e", "print(1)"));
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            output(command);
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }
}
