package io.moongate.launcher;

import io.moongate.launcher.build.BundleHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * The manifest headers of a distribution's bundles in one file, so that a start opens no jar to learn them. A line with a
 * file's name, then a line for each header, after a tab.
 */
final class BundleIndex {

    private static final String FILE = "bundles.index";

    private final Map<String, Map<String, String>> headersOfFile;

    private BundleIndex(Map<String, Map<String, String>> headersOfFile) {
        this.headersOfFile = headersOfFile;
    }

    /** @return an index that knows nothing when the distribution has none */
    static BundleIndex read(Distribution distribution) {
        Map<String, Map<String, String>> headersOfFile = new HashMap<>();
        try (Stream<String> lines = Files.lines(distribution.features().resolve(FILE))) {
            Map<String, String> headers = Map.of();
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("\t")) {
                    int colon = line.indexOf(':');
                    headers.put(line.substring(1, colon), line.substring(colon + 1));
                } else {
                    headers = new LinkedHashMap<>();
                    headersOfFile.put(line, headers);
                }
            }
        } catch (NoSuchFileException e) {
            return new BundleIndex(Map.of());
        } catch (IOException e) {
            throw LaunchException.failed(FILE + " cannot be read: " + e.getMessage());
        }
        return new BundleIndex(headersOfFile);
    }

    /** Part of the build. */
    static void write(Distribution distribution, List<Path> jars, BundleHeaders headers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path jar : jars) {
            lines.add(jar.getFileName().toString());
            headers.of(jar).forEach((name, value) -> lines.add("\t" + name + ":" + value));
        }
        Files.write(distribution.features().resolve(FILE), lines);
    }

    /** The named bundles and those that import their packages, directly or through others. */
    Set<String> users(Set<String> symbolicNames) {
        Set<String> users = new HashSet<>(symbolicNames);
        while (addUsers(users)) {}
        return users;
    }

    private boolean addUsers(Set<String> users) {
        if (users.isEmpty()) {
            // As at most starts: then no header is taken apart.
            return false;
        }
        Set<String> packages = headersOfFile.values().stream()
                .filter(headers -> users.contains(symbolicName(headers)))
                .flatMap(headers -> packages(headers, Constants.EXPORT_PACKAGE))
                .collect(Collectors.toSet());
        return headersOfFile.values().stream()
                        .filter(headers ->
                                packages(headers, Constants.IMPORT_PACKAGE).anyMatch(packages::contains))
                        .filter(headers -> users.add(symbolicName(headers)))
                        .count()
                > 0;
    }

    private static String symbolicName(Map<String, String> headers) {
        return BundleHeaders.name(headers.getOrDefault(Constants.BUNDLE_SYMBOLICNAME, ""));
    }

    private static Stream<String> packages(Map<String, String> headers, String header) {
        return BundleHeaders.clauses(headers.get(header)).stream().map(BundleHeaders::name);
    }

    Optional<Map<String, String>> headers(String file) {
        return Optional.ofNullable(headersOfFile.get(file));
    }
}
