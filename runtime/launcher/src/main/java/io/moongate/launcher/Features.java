package io.moongate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The features of a distribution and those that a home adds or replaces. A feature is read from the list that the build
 * made of it, unless its file was changed since or is the home's own.
 */
final class Features {

    private static final String FILE = ".json";
    private static final String LIST = ".list";

    private final Distribution distribution;
    private final List<Path> ownDirectories;

    /** @param ownDirectories directories whose feature files come before the distribution's */
    Features(Distribution distribution, List<Path> ownDirectories) {
        this.distribution = distribution;
        this.ownDirectories = ownDirectories;
    }

    /** What the named features and those they require hold together: each bundle once, in the order of start levels. */
    FeatureList combine(List<String> names) {
        Map<String, FeatureList> lists = new LinkedHashMap<>();
        names.forEach(name -> collect(name, lists));
        Set<FeatureList.BundleItem> bundles = new LinkedHashSet<>();
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        for (FeatureList list : lists.values()) {
            bundles.addAll(list.bundles());
            list.configurations()
                    .forEach((pid, values) -> configurations
                            .computeIfAbsent(pid, key -> new LinkedHashMap<>())
                            .putAll(values));
        }
        List<FeatureList.BundleItem> ordered = bundles.stream()
                .sorted(Comparator.comparingInt(FeatureList.BundleItem::level))
                .toList();
        return new FeatureList(names, ordered, configurations);
    }

    private void collect(String name, Map<String, FeatureList> lists) {
        if (!lists.containsKey(name)) {
            FeatureList list = load(name);
            list.requires().forEach(required -> collect(required, lists));
            lists.put(name, list);
        }
    }

    private FeatureList load(String name) {
        try {
            Optional<Path> own = ownDirectories.stream()
                    .map(directory -> directory.resolve(name + FILE))
                    .filter(Files::exists)
                    .findFirst();
            return own.isPresent() ? resolve(own.get()) : fromDistribution(name);
        } catch (IOException e) {
            throw LaunchException.failed("feature " + name + ": " + e.getMessage());
        }
    }

    private FeatureList fromDistribution(String name) throws IOException {
        Path json = distribution.features().resolve(name + FILE);
        Path list = distribution.features().resolve(name + LIST);
        try {
            var written = Files.getLastModifiedTime(json);
            return Files.exists(list) && Files.getLastModifiedTime(list).compareTo(written) >= 0
                    ? FeatureList.read(list)
                    : resolve(json);
        } catch (NoSuchFileException e) {
            throw LaunchException.usage("there is no feature '" + name + "'; there are " + String.join(", ", names()));
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path json : files()) {
            String file = json.getFileName().toString();
            names.add(file.substring(0, file.length() - FILE.length()));
        }
        return names;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(distribution.features())) {
            return files.filter(file -> file.toString().endsWith(FILE)).sorted().toList();
        }
    }

    private FeatureList resolve(Path json) throws IOException {
        return new FeatureReader(distribution.bundles()).read(json);
    }

    /** Writes the list of every feature of the distribution. */
    void resolveAll() {
        try {
            for (String name : names()) {
                resolve(distribution.features().resolve(name + FILE))
                        .write(distribution.features().resolve(name + LIST));
            }
        } catch (IOException e) {
            throw LaunchException.failed(e.getMessage());
        }
    }
}
