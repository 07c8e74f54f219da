package io.moongate.tests.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The bundle greeter in another version that greets with another word of the same length. */
final class GreeterVariant {

    static final String NAME = "io.moongate.greeter";

    private GreeterVariant() {}

    /** Writes the variant aside and renames it into place, as a careful copy does. */
    static void drop(Path directory, String fileName, String version, String word) throws IOException {
        Path aside = directory.resolve("." + fileName + ".tmp");
        try (JarFile source = new JarFile(original().toFile());
                OutputStream file = Files.newOutputStream(aside);
                JarOutputStream jar = new JarOutputStream(file, manifest(source, version))) {
            for (Enumeration<JarEntry> entries = source.entries(); entries.hasMoreElements(); ) {
                copy(source, entries.nextElement(), jar, word);
            }
        }
        Files.move(aside, directory.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path original() throws IOException {
        try (Stream<Path> files = Files.list(Distribution.bundles())) {
            return files.filter(file -> file.getFileName().toString().startsWith(NAME + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Manifest manifest(JarFile source, String version) throws IOException {
        Manifest manifest = new Manifest(source.getManifest());
        manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
        return manifest;
    }

    private static void copy(JarFile source, JarEntry entry, JarOutputStream jar, String word) throws IOException {
        if (entry.getName().equals(JarFile.MANIFEST_NAME) || entry.isDirectory()) {
            return;
        }
        jar.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = source.getInputStream(entry)) {
            // One byte a character both ways: what is not replaced stays as it is.
            String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            jar.write(content.replace("Hello, ", word + ", ").getBytes(StandardCharsets.ISO_8859_1));
        }
        jar.closeEntry();
    }
}
