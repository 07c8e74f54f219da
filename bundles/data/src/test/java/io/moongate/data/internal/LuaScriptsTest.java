package io.moongate.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts in {@code src/test/lua}: each raises unless the module does what its part of the API says. */
class LuaScriptsTest {

    private static final Path SCRIPTS =
            Path.of(System.getProperty("moongate.root")).resolve("bundles/data/src/test/lua");

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return Files.list(SCRIPTS)
                .sorted()
                .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script)));
    }

    private static void run(Path script) {
        try (TestVm vm = DataModules.vm()) {
            vm.run(Files.readString(script));
            assertThat(vm.output()).as("what a test prints is a failure").isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
