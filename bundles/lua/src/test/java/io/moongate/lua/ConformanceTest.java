package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.lua.fiber.FiberFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scripts of src/test/resources/conformance, written from the reference manual section by section, run to their end on
 * every kind of fiber; and in PUC Lua, which shows that they expect the right things.
 */
class ConformanceTest {

    private static final String LAST_LINE = "OK\n";

    @TestFactory
    Stream<DynamicTest> scripts() {
        Map<String, FiberFactory> factories =
                Map.of("continuations", FiberFactory.continuations(), "threads", FiberFactory.threads());
        return Scripts.in("conformance").stream()
                .flatMap(script -> Stream.concat(
                        Stream.of(DynamicTest.dynamicTest(
                                script.getFileName() + " in PUC Lua",
                                () -> assertThat(Scripts.reference(script, List.of()))
                                        .endsWith(LAST_LINE))),
                        factories.entrySet().stream()
                                .map(factory -> test(script, factory.getKey(), factory.getValue()))));
    }

    private static DynamicTest test(Path script, String kind, FiberFactory fibers) {
        return DynamicTest.dynamicTest(
                script.getFileName() + " on " + kind,
                () -> assertThat(Scripts.run(fibers, script, List.of())).endsWith(LAST_LINE));
    }
}
