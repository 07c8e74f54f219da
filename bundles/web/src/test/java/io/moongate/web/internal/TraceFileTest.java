package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.TraceEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    @TempDir
    Path directory;

    private static TraceEntry entry(String text) {
        return new TraceEntry(
                Instant.parse("2026-01-02T03:04:05.678Z"), "app", 5, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void entries_become_lines_with_time_and_origin() throws IOException {
        Path file = directory.resolve("log/trace.log");
        try (TraceFile trace = new TraceFile(file, 1000, 2)) {
            trace.accept(entry("one\n"));
            trace.accept(entry("two"));
        }
        assertThat(Files.readAllLines(file))
                .isEqualTo(List.of("2026-01-02T03:04:05.678Z app: one", "2026-01-02T03:04:05.678Z app: two"));
    }

    @Test
    void a_full_file_is_put_aside_and_the_oldest_goes() throws IOException {
        Path file = directory.resolve("trace.log");
        try (TraceFile trace = new TraceFile(file, 100, 2)) {
            for (int i = 0; i < 20; i++) {
                trace.accept(entry("line " + i + "\n"));
            }
        }
        assertThat(Files.list(directory)).hasSize(3);
        assertThat(Files.readString(file)).endsWith("line 19\n");
        assertThat(Files.size(file)).isLessThanOrEqualTo(100);
        assertThat(Files.readString(directory.resolve("trace.log.1"))).contains("line 17");
    }
}
