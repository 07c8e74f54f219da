import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.moongate.data.internal.json.JsonModule;
import io.moongate.data.internal.ubjson.UbjsonModule;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.internal.RuntimeVms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.luaj.vm2.LuaValue;

/** How fast Lua code reads and writes a document of 1 MB: a list of objects with texts, numbers and lists. */
public final class DataBench {

    private static final int SIZE = 1_000_000;
    private static final int ROUNDS = 10;
    private static final long ROUND_NANOS = 500_000_000;

    private final LuaVm vm;
    private final byte[] document = document();

    private DataBench(LuaVm vm) {
        this.vm = vm;
    }

    public static void main(String[] args) throws Exception {
        RuntimeVms vms = new RuntimeVms();
        vms.addModule(new JsonModule());
        vms.addModule(new UbjsonModule());
        LuaVm vm = vms.create(VmOptions.named("bench", Grants.all(), (priority, text) -> {}));
        new DataBench(vm).run();
        vms.close();
    }

    private void run() throws Exception {
        vm.globals().set("document", Result.string(document));
        LuaValue jsonDecode = lua("local d = document return function(n) for i = 1, n do ba.json.decode(d) end end");
        LuaValue jsonEncode =
                lua("local t = ba.json.decode(document) return function(n) for i = 1, n do ba.json.encode(t) end end");
        LuaValue ubjsonDecode = lua("local d = ba.ubjson.encode(ba.json.decode(document))"
                + " return function(n) for i = 1, n do ba.ubjson.decode(d) end end");
        LuaValue ubjsonEncode = lua(
                "local t = ba.json.decode(document) return function(n) for i = 1, n do ba.ubjson.encode(t) end end");
        int encoded = (int) lua("return #ba.json.encode(ba.json.decode(document))").tolong();
        int binary = (int) lua("return #ba.ubjson.encode(ba.json.decode(document))").tolong();
        JsonFactory jackson = new JsonFactory();
        Object tree = read(jackson, document);

        double json = best(n -> call(jsonDecode, n));
        double ubjson = best(n -> call(ubjsonDecode, n));
        print("json_decode_lua", json * document.length / 1e6, "MB/s");
        print("json_decode_jackson", best(n -> timed(n, () -> read(jackson, document))) * document.length / 1e6, "MB/s");
        print("ubjson_decode_lua", ubjson * binary / 1e6, "MB/s");
        print("ubjson_decode_of_json", 100 * ubjson / json, "% of the documents a second");
        json = best(n -> call(jsonEncode, n));
        ubjson = best(n -> call(ubjsonEncode, n));
        print("json_encode_lua", json * encoded / 1e6, "MB/s");
        print("json_encode_jackson", best(n -> timed(n, () -> write(jackson, tree))) * document.length / 1e6, "MB/s");
        print("ubjson_encode_lua", ubjson * binary / 1e6, "MB/s");
        print("ubjson_encode_of_json", 100 * ubjson / json, "% of the documents a second");
    }

    private static byte[] document() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; text.length() < SIZE; i++) {
            text.append(i > 0 ? "," : "")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"name\":\"sensor-")
                    .append(random.nextInt(10_000))
                    .append("\",\"value\":")
                    .append(random.nextInt(100_000_000) / 1000.0)
                    .append(",\"ok\":")
                    .append(random.nextBoolean())
                    .append(",\"unit\":\"\\u00b0C\",\"tags\":[\"plant\",\"line ")
                    .append(random.nextInt(9))
                    .append("\",")
                    .append(random.nextInt(1 << 20))
                    .append("],\"note\":\"")
                    .append("The quick brown fox jumps over the lazy dog. ".repeat(random.nextInt(3)))
                    .append("\"}");
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    // Jackson, which builds Java's lists and maps as we build tables.

    private static Object read(JsonFactory jackson, byte[] text) throws IOException {
        try (JsonParser parser = jackson.createParser(text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Map<String, Object> map(JsonParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static Object write(JsonFactory jackson, Object tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = jackson.createGenerator(out)) {
            write(generator, tree);
        }
        return out;
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case List<?> list -> {
                generator.writeStartArray();
                for (Object element : list) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> field : map.entrySet()) {
                    generator.writeFieldName((String) field.getKey());
                    write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
            case String text -> generator.writeString(text);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            case null, default -> generator.writeNull();
        }
    }

    // Measuring.

    /** Does something a number of times and tells the processor time it took. */
    private interface Work {
        long nanos(long times) throws Exception;
    }

    private interface Step {
        Object run() throws Exception;
    }

    private static long timed(long times, Step step) throws Exception {
        long start = processorNanos();
        for (long i = 0; i < times; i++) {
            if (step.run() == null) {
                throw new IllegalStateException("no result");
            }
        }
        return processorNanos() - start;
    }

    private static double best(Work work) throws Exception {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, rate(work));
        }
        return best;
    }

    /** How often in a second of processor time: what neighbours on the machine do does not count. */
    private static double rate(Work work) throws Exception {
        long times = 1;
        while (true) {
            long took = Math.max(1, work.nanos(times));
            if (took >= ROUND_NANOS / 2) {
                return times * 1e9 / took;
            }
            times = Math.max(times * 2, times * ROUND_NANOS / took / 2);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private LuaValue lua(String code) {
        var source = new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8));
        return vm.spawn("bench", () -> vm.state().load(source, "=bench", "t", vm.globals()).invoke())
                .result()
                .toCompletableFuture()
                .join()
                .arg1();
    }

    /** Calls a Lua function of one number on the VM's thread. */
    private long call(LuaValue function, long times) {
        return vm.spawn("bench", () -> {
                    long start = processorNanos();
                    function.invoke(LuaValue.valueOf((int) times));
                    return LuaValue.valueOf((double) (processorNanos() - start));
                })
                .result()
                .toCompletableFuture()
                .join()
                .arg1()
                .tolong();
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%s %.1f %s%n", name, value, unit);
    }
}
