package io.moongate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOptionsTest {

    @TempDir
    Path directory;

    @Test
    void defaults() {
        StartOptions options = StartOptions.parse(List.of());
        assertThat(options.home()).isEqualTo(Path.of("moongate-home").toAbsolutePath());
        assertThat(options.http()).isEmpty();
        assertThat(options.features()).isEmpty();
        assertThat(options.profile()).isEmpty();
    }

    @Test
    void apps_with_and_without_mount() {
        StartOptions options = StartOptions.parse(List.of("--app", directory + "=/a/b", "--app", directory.toString()));
        assertThat(options.apps().get(0).mount()).contains("/a/b");
        assertThat(options.apps().get(1).mount()).isEmpty();
        assertThat(options.apps()).allMatch(app -> app.directory().equals(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:8080", "[::1]:443", "localhost:65535"})
    void addresses(String address) {
        assertThat(StartOptions.parse(List.of("--http", address)).http()).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", ":8080", "localhost:", "localhost:65536", "a b:1", "localhost:-1"})
    void no_addresses(String address) {
        assertThatThrownBy(() -> StartOptions.parse(List.of("--https", address)))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("--https takes ADDRESS:PORT");
    }
}
