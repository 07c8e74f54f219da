package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.tests.outside.Moongate.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the API reference do what it says. */
class ApiExamplesIT {

    @TempDir
    Path directory;

    @Test
    void examples_run_and_print_what_is_written_behind_them() throws Exception {
        List<String> args = new ArrayList<>(List.of(
                "lua",
                Path.of(ApiExamplesIT.class
                                .getResource("/scripts/api-examples.lua")
                                .toURI())
                        .toString()));
        try (Stream<Path> files = Files.list(Moongate.ROOT.resolve("docs/api"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".lua"))
                    .sorted()
                    .forEach(args::add);
        }
        Outcome outcome = new Moongate(directory).run(args.toArray(String[]::new));
        assertThat(outcome.text()).contains(" 0 wrong\n");
    }
}
