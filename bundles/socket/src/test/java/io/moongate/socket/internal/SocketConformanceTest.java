package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases that need nothing but sockets, threads and timers; the others run on the whole platform. */
class SocketConformanceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket/01-bind-connect",
                "socket/02-read-write",
                "socket/04-accept-event",
                "socket/05-event-modes",
                "socket/07-cosocket-connect",
                "socket/08-disable-enable",
                "socket/10-flow-block",
                "socket/11-many-connections",
                "socket/13-integers",
                "udp/01-unconnected",
                "udp/02-connected"
            })
    void prints_what_was_recorded(String name, @TempDir Path directory) throws IOException {
        try (SocketVm vm = new SocketVm()) {
            assertThat(Conformance.output(vm.vm(), name, directory)).isEqualTo(Conformance.expected(name));
        }
    }
}
