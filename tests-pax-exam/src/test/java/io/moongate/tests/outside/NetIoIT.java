package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.tests.outside.Moongate.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The IO {@code net}, HTTP client and web file server together. */
class NetIoIT {

    @TempDir
    Path directory;

    @Test
    void files_of_a_web_file_server_are_an_io() throws Exception {
        Path script = Path.of(NetIoIT.class.getResource("/scripts/net-io.lua").toURI());
        Outcome outcome = new Moongate(directory).run("lua", script.toString(), directory.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.text()).isEqualTo(Files.readString(script.resolveSibling("net-io.expected")));
    }
}
