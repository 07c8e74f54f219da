package io.moongate.runtime.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The media types of file name extensions, as files are served and as {@code ba.mime} answers. */
public final class MediaTypes {

    private static final Map<String, String> TYPES = read();

    private MediaTypes() {}

    /** The media type, with its charset where that is fixed. @param extension without dot, in any case */
    public static Optional<String> ofExtension(String extension) {
        return Optional.ofNullable(TYPES.get(extension.toLowerCase(Locale.ROOT)));
    }

    /** The media type of a file by the part of its name after the last dot. */
    public static Optional<String> ofFile(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : ofExtension(name.substring(dot + 1));
    }

    /** Lines of a type, a tab and its extensions. */
    private static Map<String, String> read() {
        try (InputStream in = MediaTypes.class.getResourceAsStream("media-types.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, String> types = new HashMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\t", 2);
                for (String extension : parts[1].split(" ", -1)) {
                    types.put(extension, parts[0]);
                }
            });
            return Map.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
