package io.moongate.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Behaviour recorded from the reference: what each script prints. Where the reference is wrong, {@code differences} has
 * what is right: {@code ba.bytearray.copy} there ignores the end of the source and takes the bytes of an array source
 * from the target.
 */
class ConformanceTest {

    private static final Path ROOT = Path.of(System.getProperty("moongate.root"));
    private static final Path CASES = ROOT.resolve("tests-pax-exam/src/test/resources/conformance/data");
    private static final Path DIFFERENCES = ROOT.resolve("bundles/data/src/test/resources/differences");

    /** {@code rwfile} needs IO objects and is run with the whole platform. */
    private static final List<String> FOLDERS = List.of(
            "bytearray",
            "clock",
            "codec",
            "date",
            "datetime",
            "deflate",
            "eventemitter",
            "json",
            "mime",
            "random",
            "socketconv",
            "ubjson",
            "xmlrpc");

    @TestFactory
    Stream<DynamicTest> cases() {
        return FOLDERS.stream()
                .flatMap(folder -> scripts(CASES.resolve(folder)).stream())
                .map(script -> DynamicTest.dynamicTest(CASES.relativize(script).toString(), () -> run(script)));
    }

    private static List<Path> scripts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(Path script) throws IOException {
        try (TestVm vm = DataModules.vm()) {
            vm.run(Files.readString(script));
            assertThat(vm.output()).isEqualTo(Files.readString(expected(script)));
        }
    }

    private static Path expected(Path script) {
        Path recorded = script.resolveSibling(script.getFileName().toString().replace(".lua", ".expected"));
        Path right = DIFFERENCES.resolve(CASES.relativize(recorded).toString());
        return Files.exists(right) ? right : recorded;
    }
}
