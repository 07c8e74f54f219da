package io.moongate.tests.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Programs of others that talk to the gateway. */
final class Peer {

    private static final long LIMIT_SECONDS = 240;

    private Peer() {}

    /** What a program prints on both outputs. */
    static String run(String... command) throws IOException, InterruptedException {
        return runWith("", command);
    }

    static String runWith(String input, String... command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), input);
    }

    static String run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        Path out = Files.createTempFile("peer", ".out");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end: " + builder.command() + "\n" + Files.readString(out));
            }
            return Files.readString(out, StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
            Files.delete(out);
        }
    }
}
