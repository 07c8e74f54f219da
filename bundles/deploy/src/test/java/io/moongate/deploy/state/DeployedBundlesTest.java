package io.moongate.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployedBundlesTest {

    @TempDir
    Path state;

    private Path source;

    @BeforeEach
    void createSource() throws IOException {
        source = Files.writeString(state.resolveSibling("source.jar"), "content");
    }

    private DeployedBundles reopened() {
        return new DeployedBundles(state);
    }

    @Test
    void what_is_kept_is_there_again() throws IOException {
        var entry = reopened().put("a.b", "1.0.0", "digest", source);
        assertThat(reopened().list()).containsExactly(entry);
        assertThat(entry.jar()).hasContent("content").hasFileName("a.b-digest.jar");
    }

    @Test
    void one_bundle_of_a_name() throws IOException {
        reopened().put("a.b", "1.0.0", "one", source);
        var second = reopened().put("a.b", "2.0.0", "two", source);
        assertThat(reopened().list()).containsExactly(second);
    }

    @Test
    void going_back_keeps_the_earlier_jar_until_it_is_swept() throws IOException {
        var first = reopened().put("a.b", "1.0.0", "one", source);
        DeployedBundles bundles = reopened();
        bundles.put("a.b", "2.0.0", "two", source);
        bundles.restore("a.b", Optional.of(first));
        assertThat(first.jar()).exists();
        bundles.sweep();
        assertThat(state.resolve("bundles")).isDirectoryNotContaining("glob:**two.jar");
        bundles.restore("a.b", Optional.empty());
        bundles.sweep();
        assertThat(state.resolve("bundles")).isEmptyDirectory();
        assertThat(reopened().list()).isEmpty();
    }

    /** A power cut after the jar and before the list: the list is what counts, and the rest is swept. */
    @Test
    void a_jar_that_the_list_does_not_name_does_not_count() throws IOException {
        var entry = reopened().put("a.b", "1.0.0", "one", source);
        Files.copy(source, state.resolve("bundles").resolve("a.b-two.jar"));
        Files.writeString(state.resolve("bundles").resolve("a.b-three.jar.tmp"), "half");
        assertThat(reopened().list()).containsExactly(entry);
        reopened().sweep();
        assertThat(state.resolve("bundles")).isDirectoryContaining("glob:**one.jar");
        try (var files = Files.list(state.resolve("bundles"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_damaged_list_gives_the_one_before() throws IOException {
        var first = reopened().put("a.b", "1.0.0", "one", source);
        reopened().put("c.d", "1.0.0", "two", source);
        Files.write(state.resolve("deployed"), new byte[20]);
        assertThat(reopened().list()).containsExactly(first);
    }
}
