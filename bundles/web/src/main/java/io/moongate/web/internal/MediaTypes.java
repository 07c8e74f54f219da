package io.moongate.web.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Media types by file name extension. */
final class MediaTypes {

    static final String UNKNOWN = "application/octet-stream";

    private final Map<String, String> byExtension;

    private MediaTypes(Map<String, String> byExtension) {
        this.byExtension = byExtension;
    }

    /** Reads the bundle's list: a type and its extensions a line. */
    static MediaTypes load() {
        try (InputStream in = MediaTypes.class.getResourceAsStream("/media.types");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            Map<String, String> types = new HashMap<>();
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> add(types, line));
            return new MediaTypes(Map.copyOf(types));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, String> types, String line) {
        String[] fields = line.split("\t");
        for (String extension : fields[1].split(" ")) {
            types.put(extension, fields[0]);
        }
    }

    String of(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/')
                ? UNKNOWN
                : byExtension.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /** Whether such content usually becomes much smaller by compression. */
    static boolean isCompressible(String type) {
        return type.startsWith("text/")
                || type.contains("javascript")
                || type.contains("json")
                || type.contains("xml")
                || type.equals("application/wasm");
    }
}
