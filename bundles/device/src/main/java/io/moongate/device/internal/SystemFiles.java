package io.moongate.device.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel's files below {@code /proc} and {@code /sys}; what cannot be read is not there. */
record SystemFiles(Path root) {

    /** A file's text without its last line end. */
    Optional<String> text(String name) {
        try {
            return Optional.of(Files.readString(root.resolve(name)).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    List<String> lines(String name) {
        return text(name).map(text -> text.lines().toList()).orElse(List.of());
    }

    Optional<Long> number(String name) {
        return text(name).flatMap(SystemFiles::parse);
    }

    static Optional<Long> parse(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The names in a directory that match a glob, sorted. */
    List<String> names(String directory, String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(directory), glob)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }
}
