package io.moongate.tests.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script {@code moongate} of the checkout, as a person runs it. */
final class Moongate {

    static final Path ROOT = Path.of(System.getProperty("moongate.root"));
    private static final long LIMIT_SECONDS = 120;

    private final Path directory;

    /** What a run printed, and its exit code. */
    record Outcome(int exitCode, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    /** @param directory where to run it */
    Moongate(Path directory) {
        this.directory = directory;
    }

    static ProcessBuilder command(Path directory, String... args) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("moongate").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // The build has made the distribution: the script must not start another.
        builder.environment().put("MOONGATE_NO_BUILD", "1");
        return builder;
    }

    Outcome run(String... args) throws IOException, InterruptedException {
        return run(Map.of(), "", args);
    }

    Outcome run(Map<String, String> environment, String input, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("moongate", ".out");
        Path err = Files.createTempFile("moongate", ".err");
        ProcessBuilder builder =
                command(directory, args).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("did not end: " + List.of(args) + "\n" + Files.readString(err));
            }
            return new Outcome(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
