package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.lua.fiber.FiberFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Generated programs behave as in PUC Lua: src/test/resources/differential has the generators, which draw thousands of
 * cases from a seed and print what each does.
 */
class DifferentialTest {

    private static final List<String> GENERATORS =
            List.of("expressions", "formats", "patterns", "packs", "tables", "hooks");
    private static final int MAX_REPORTED = 20;

    @TestFactory
    Stream<DynamicTest> generated_programs_print_the_same() {
        return tests(1, 2);
    }

    @Tag("nightly")
    @TestFactory
    Stream<DynamicTest> many_generated_programs_print_the_same() {
        return tests(100, 40);
    }

    private static Stream<DynamicTest> tests(int firstSeed, int count) {
        return GENERATORS.stream()
                .flatMap(generator -> IntStream.range(firstSeed, firstSeed + count)
                        .mapToObj(seed ->
                                DynamicTest.dynamicTest(generator + " " + seed, () -> compare(generator, seed))));
    }

    private static void compare(String generator, int seed) throws IOException, InterruptedException {
        Path directory = Scripts.resources("differential");
        List<String> arguments = List.of(directory.toString(), generator, String.valueOf(seed));
        String expected = Scripts.reference(directory.resolve("main.lua"), arguments);
        String actual = Scripts.run(FiberFactory.best(), directory.resolve("main.lua"), arguments);
        assertThat(expected).hasLineCount(actual.split("\n", -1).length - 1).contains("\n1000\t");
        assertThat(differences(expected.split("\n", -1), actual.split("\n", -1)))
                .isEmpty();
    }

    private static List<String> differences(String[] expected, String[] actual) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(expected.length, actual.length) && differences.size() < MAX_REPORTED; i++) {
            if (!expected[i].equals(actual[i])) {
                differences.add("PUC:  " + expected[i] + "\nours: " + actual[i]);
            }
        }
        return differences;
    }
}
