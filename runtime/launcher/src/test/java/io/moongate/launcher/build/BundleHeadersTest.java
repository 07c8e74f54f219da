package io.moongate.launcher.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleHeadersTest {

    @TempDir
    Path directory;

    @Test
    void keeps_what_a_framework_needs_and_nothing_else() throws IOException {
        Path user = bundle(
                "user",
                Map.of(
                        "Bundle-Description", "for people",
                        "Import-Package", "java.util,there;version=\"[1,2)\",absent;resolution:=optional,must",
                        "Provide-Capability",
                                "osgi.service;objectClass:List<String>=\"a,b\",own;x=\"1\";uses:=\"a,b\""));
        Path provider =
                bundle("provider", Map.of("Export-Package", "there;version=\"1.0\";uses:=\"java.util,absent\",other"));

        BundleHeaders headers = new BundleHeaders(List.of(user, provider));

        assertThat(headers.of(user))
                .containsOnly(
                        Map.entry("Bundle-SymbolicName", "user"),
                        Map.entry("Import-Package", "there;version=\"[1,2)\",must"),
                        Map.entry("Provide-Capability", "own;x=\"1\""));
        assertThat(headers.of(provider)).containsEntry("Export-Package", "there;version=\"1.0\",other");
    }

    private Path bundle(String name, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Bundle-SymbolicName"), name);
        headers.forEach((header, value) -> attributes.put(new Attributes.Name(header), value));
        Path jar = directory.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }
}
