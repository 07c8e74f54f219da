package io.moongate.crypto.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The openssl command as the other side of our formats. */
final class Openssl {

    private final Path directory;

    Openssl(Path directory) {
        this.directory = directory;
    }

    /** Runs openssl in the directory. @return what it printed @throws IllegalStateException when it fails */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    void write(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
