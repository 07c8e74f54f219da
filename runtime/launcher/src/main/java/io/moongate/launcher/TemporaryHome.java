package io.moongate.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A home of a program that ends: only its user enters it, and it is gone afterwards. */
record TemporaryHome(Path path) {

    private static final List<String> DIRECTORIES = List.of("state", "data", "apps");

    /** A directory that must not exist yet, by the process's id and the time: random names cost a start 20 ms. */
    static TemporaryHome make() {
        FileAttribute<?> mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        String name = "moongate-lua-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try {
            Path path = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), name), mine);
            for (String directory : DIRECTORIES) {
                Files.createDirectory(path.resolve(directory));
            }
            return new TemporaryHome(path);
        } catch (IOException e) {
            throw LaunchException.failed("cannot make a temporary home: " + e.getMessage());
        }
    }

    void delete() {
        try {
            Files.walkFileTree(path, new Deleter());
        } catch (IOException e) {
            System.err.println("moongate: cannot remove " + path + ": " + e.getMessage());
        }
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
