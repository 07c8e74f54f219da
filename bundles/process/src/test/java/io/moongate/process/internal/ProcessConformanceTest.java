package io.moongate.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.TestVm;
import io.moongate.socket.internal.SocketModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessConformanceTest {

    private static final Path CASES =
            Path.of(System.getProperty("moongate.root"), "tests-pax-exam/src/test/resources/conformance/net");

    /** What is printed, apart from what is traced. */
    private static final String PRELUDE = """
            printed = {}
            function print(...)
              local line = table.pack(...)
              for i = 1, line.n do line[i] = tostring(line[i]) end
              printed[#printed + 1] = table.concat(line, "\\t") .. "\\n"
            end
            """;

    @ParameterizedTest
    @ValueSource(strings = {"process/01-pty-read", "process/02-pty-status", "process/04-exec", "pipe/01-fifo"})
    void prints_what_was_recorded(String name, @TempDir Path directory) throws IOException {
        DescriptorLoop descriptors = new DescriptorLoop();
        NettyLoops loops = new NettyLoops();
        try (TestVm vm = new TestVm(
                new ProcessModule(descriptors),
                new SocketModule(loops, descriptors),
                new ThreadModule(),
                new TimerModule(),
                new ClockModule())) {
            vm.run(PRELUDE + "CASE_TMP = '" + directory + "/'");
            vm.run(Files.readString(CASES.resolve(name + ".lua")));
            assertThat(vm.eval("return table.concat(printed)"))
                    .isEqualTo(Files.readString(CASES.resolve(name + ".expected")));
        } finally {
            descriptors.close();
            loops.close();
        }
    }
}
