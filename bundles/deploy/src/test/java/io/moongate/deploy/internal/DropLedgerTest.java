package io.moongate.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.deploy.internal.DropLedger.Drop;
import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropLedgerTest {

    @TempDir
    Path directory;

    private DropLedger reopened() {
        return new DropLedger(new DurableFile(directory.resolve("drops"), DropLedger.longest()));
    }

    @Test
    void a_file_counts_once_in_each_form() throws IOException {
        reopened().put("a b.jar", new Drop("one", "x.y"));
        assertThat(reopened().has("a b.jar", "one")).isTrue();
        assertThat(reopened().has("a b.jar", "two")).isFalse();
        assertThat(reopened().has("other.jar", "one")).isFalse();
    }

    @Test
    void the_latest_file_of_a_bundle_stands_for_it() throws IOException {
        reopened().put("x-1.jar", new Drop("one", "x.y"));
        reopened().put("x-2.jar", new Drop("two", "x.y"));
        assertThat(reopened().remove("x-1.jar")).isEmpty();
        assertThat(reopened().remove("x-2.jar")).contains("x.y");
        assertThat(reopened().remove("x-2.jar")).isEmpty();
    }

    @Test
    void a_refused_file_stands_for_nothing() throws IOException {
        reopened().put("broken.jar", new Drop("one", ""));
        assertThat(reopened().has("broken.jar", "one")).isTrue();
        assertThat(reopened().remove("broken.jar")).isEmpty();
    }
}
