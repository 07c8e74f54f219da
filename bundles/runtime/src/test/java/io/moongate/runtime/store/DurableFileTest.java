package io.moongate.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

    private static final int LIMIT = 1 << 20;

    @TempDir
    Path directory;

    private Path path;
    private DurableFile file;

    @BeforeEach
    void setUp() {
        path = directory.resolve("state");
        file = new DurableFile(path, LIMIT);
    }

    private Optional<String> content() {
        return file.read().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private void write(String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_what_was_written() throws IOException {
        assertThat(content()).isEmpty();
        write("one");
        write("");
        assertThat(content()).contains("");
        write("two\n");
        assertThat(content()).contains("two\n");
    }

    @Test
    void damage_of_any_kind_gives_the_previous_content() throws IOException {
        write("old");
        write("new");
        byte[] good = Files.readAllBytes(path);
        for (int cut = 0; cut < good.length; cut++) {
            Files.write(path, Arrays.copyOf(good, cut));
            assertThat(content()).contains("old");
        }
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 1;
            Files.write(path, flipped);
            assertThat(content()).contains("old");
        }
        Files.write(path, new byte[good.length]);
        assertThat(content()).contains("old");
    }

    @Test
    void a_damaged_file_does_not_replace_the_previous_one() throws IOException {
        write("one");
        write("two");
        Files.write(path, new byte[10]);
        write("three");
        Files.write(path, new byte[10]);
        assertThat(content()).contains("one");
    }

    @Test
    void too_long_content_is_refused_and_the_old_one_stays() throws IOException {
        write("old");
        assertThatThrownBy(() -> file.write(new byte[LIMIT + 1]))
                .hasMessageContaining("state: 1048577 bytes exceed its limit of 1048576");
        assertThat(content()).contains("old");
    }

    /** The writer counts up and says each number when it is on disk; whenever it is killed, that number or the next is. */
    @Test
    void a_killed_writer_leaves_the_old_or_the_new_content() throws IOException, InterruptedException {
        Random random = new Random(1);
        for (int round = 0; round < 5; round++) {
            Process writer = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            path.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = writer.inputReader()) {
                int last = 0;
                int rounds = 20 + random.nextInt(100);
                for (int i = 0; i < rounds; i++) {
                    last = Integer.parseInt(out.readLine());
                }
                writer.destroyForcibly().waitFor();
                assertThat(Integer.parseInt(content().orElseThrow())).isGreaterThanOrEqualTo(last);
            }
        }
    }

    static final class Writer {
        public static void main(String[] args) throws IOException {
            DurableFile file = new DurableFile(Path.of(args[0]), LIMIT);
            int start = file.read()
                    .map(b -> Integer.parseInt(new String(b, StandardCharsets.UTF_8)))
                    .orElse(0);
            for (int i = start + 1; ; i++) {
                file.write(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
                System.out.println(i);
            }
        }
    }
}
