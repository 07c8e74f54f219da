package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.lua.fiber.FiberFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Libraries written in Lua, as Debian packages them, do the same as in PUC Lua. */
class ProgramsTest {

    @TestFactory
    Stream<DynamicTest> programs() {
        return Scripts.in("programs").stream()
                .map(program -> DynamicTest.dynamicTest(program.getFileName().toString(), () -> compare(program)));
    }

    private static void compare(Path program) throws IOException, InterruptedException {
        String expected = Scripts.reference(program, List.of());
        String actual = Scripts.run(FiberFactory.best(), program, List.of());
        assertThat(comparable(actual)).isEqualTo(comparable(expected)).doesNotContain("\nstack traceback");
    }

    /** Without addresses and times. */
    private static String comparable(String output) {
        return output.replaceAll("0x[0-9a-f]{6,}", "ADDRESS")
                .replaceAll("# Started on .*", "# Started")
                .replaceAll("in [0-9.]+ seconds", "in time");
    }
}
