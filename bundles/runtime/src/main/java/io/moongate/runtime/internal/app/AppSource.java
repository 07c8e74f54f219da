package io.moongate.runtime.internal.app;

import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where an app comes from.
 *
 * @param path a directory or a zip file
 * @param usualMount its path in the web server unless its manifest says otherwise
 * @param inPlace whether it was given for this run only and is not the gateway's to delete
 */
record AppSource(String name, Path path, Optional<String> usualMount, boolean inPlace) {

    /** Files looked at for changes; an app with more is noticed by the first ones only. */
    private static final int MOST_FILES = 10_000;

    private static final Grants DEPLOYED = Grants.of(Grant.NETWORK, Grant.TPM);

    /**
     * What its code may do unless its manifest says otherwise: who names a directory on the command line trusts it, and runs
     * code written for servers without grants.
     */
    Grants usualGrants() {
        return inPlace ? Grants.all() : DEPLOYED;
    }

    /**
     * Changes when the app must be started anew: when a zip does, or a file of code that was read at the start. Pages and
     * static files are served as they are, so they do not count.
     */
    String fingerprint() {
        try {
            return Files.isDirectory(path) ? fingerprintOfCode() : fingerprintOf(path);
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }

    private String fingerprintOfCode() throws IOException {
        TreeMap<Path, String> files = new TreeMap<>();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isCode(file.getFileName().toString())) {
                    files.put(file, attributes.lastModifiedTime().toMillis() + "/" + attributes.size());
                }
                return files.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files.size() + "-" + Integer.toHexString(files.hashCode());
    }

    private static boolean isCode(String file) {
        return file.endsWith(".lua")
                || file.endsWith(".xlua")
                || file.equals(".preload")
                || file.equals(ManifestReader.FILE);
    }

    private static String fingerprintOf(Path zip) throws IOException {
        return Files.getLastModifiedTime(zip).toMillis() + "/" + Files.size(zip);
    }
}
