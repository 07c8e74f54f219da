package io.moongate.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded behaviour of the clients, packets byte by byte. */
class MqttConformanceTest {

    private static final Path CASES =
            Path.of(System.getProperty("moongate.root"), "tests-pax-exam/src/test/resources/conformance/net/mqtt");

    /** The cases wait 50 ms for the other side, which a busy machine exceeds. */
    private static final String PATIENCE =
            "local sleep = ba.sleep function ba.sleep(ms) return sleep(ms >= 30 and ms * 3 or ms) end";

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_case_prints_what_was_recorded(Path script) throws IOException {
        String expected = Files.readString(
                script.resolveSibling(script.getFileName().toString().replace(".lua", ".expected")));
        try (MqttVm vm = new MqttVm()) {
            vm.run(PATIENCE);
            vm.run(Files.readString(script));
            assertThat(vm.printed()).isEqualTo(expected);
            assertThat(vm.traced()).isEmpty();
        }
    }
}
