package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.service.feature.FeatureService;

/** What is delivered holds together: floors, features, files. */
class DistributionIT {

    private static final Path LAYOUT = Moongate.ROOT.resolve("runtime/distribution/target/moongate");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** From the bottom up; what is not named is a module bundle. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("io.moongate.lua"),
            List.of("io.moongate.runtime"),
            List.of("io.moongate.net"),
            List.of(),
            List.of("io.moongate.deploy", "io.moongate.log"),
            List.of("io.moongate.shell", "io.moongate.standalone", "io.moongate.ide", "io.moongate.fleet"));

    private static final int MODULES = 3;

    private static int floorOf(String bundle) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(bundle)) {
                return floor;
            }
        }
        return MODULES;
    }

    private static Map<String, Attributes> bundles() throws IOException {
        Map<String, Attributes> bundles = new HashMap<>();
        try (Stream<Path> files = Files.list(LAYOUT.resolve("bundles"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("io.moongate."))
                    .toList()) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    Attributes attributes = jar.getManifest().getMainAttributes();
                    bundles.put(attributes.getValue("Bundle-SymbolicName"), attributes);
                }
            }
        }
        return bundles;
    }

    /** Names of the packages in a header, without attributes. */
    private static List<String> packages(String header) {
        return header == null
                ? List.of()
                : Stream.of(QUOTED.matcher(header).replaceAll("").split(","))
                        .map(clause -> clause.split(";")[0].strip())
                        .toList();
    }

    @Test
    void imports_only_go_down() throws IOException {
        Map<String, Attributes> bundles = bundles();
        Map<String, String> exporters = new HashMap<>();
        bundles.forEach((name, attributes) ->
                packages(attributes.getValue("Export-Package")).forEach(exported -> exporters.put(exported, name)));
        List<String> violations = new ArrayList<>();
        bundles.forEach((name, attributes) -> packages(attributes.getValue("Import-Package"))
                .forEach(imported -> {
                    String exporter = exporters.getOrDefault(imported, name);
                    if (!exporter.equals(name) && floorOf(exporter) >= floorOf(name)) {
                        violations.add(name + " imports " + imported + " from " + exporter);
                    }
                }));
        assertThat(bundles).containsKeys("io.moongate.lua", "io.moongate.runtime");
        assertThat(violations).isEmpty();
    }

    @Test
    void exported_packages_are_named_after_their_bundle_and_versioned() throws IOException {
        bundles().forEach((name, attributes) -> {
            for (String exported : packages(attributes.getValue("Export-Package"))) {
                boolean objectModel = name.equals("io.moongate.lua") && exported.startsWith("org.luaj.");
                assertThat(exported)
                        .as(name)
                        .satisfiesAnyOf(
                                own -> assertThat(own).startsWith(name),
                                own -> assertThat(objectModel).isTrue());
                assertThat(exported).doesNotContain(".internal");
            }
        });
    }

    @Test
    void features_are_read_by_felix() throws IOException {
        FeatureService service =
                ServiceLoader.load(FeatureService.class).findFirst().orElseThrow();
        try (Stream<Path> files = Files.list(LAYOUT.resolve("features"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".json")))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allSatisfy(file -> {
                        try (Reader reader = Files.newBufferedReader(file)) {
                            assertThat(service.readFeature(reader).getID().getGroupId())
                                    .isEqualTo("io.moongate");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    /** A bundle that is built but not delivered is a mistake. */
    @Test
    void every_bundle_of_the_house_is_in_a_feature() throws IOException {
        List<String> featured = new ArrayList<>();
        try (Stream<Path> lists = Files.list(LAYOUT.resolve("features"))) {
            for (Path list :
                    lists.filter(file -> file.toString().endsWith(".list")).toList()) {
                Files.readAllLines(list).stream()
                        .filter(line -> line.startsWith("bundle "))
                        .forEach(line -> featured.add(line.split(" ")[2]));
            }
        }
        try (Stream<Path> folders = Files.list(Moongate.ROOT.resolve("bundles"))) {
            assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                            .map(folder -> "io.moongate." + folder.getFileName()))
                    .allMatch(featured::contains);
        }
    }

    @Test
    void the_archive_is_complete() {
        assertThat(LAYOUT.resolve("LICENSE")).isRegularFile();
        assertThat(LAYOUT.resolve("NOTICE")).isRegularFile();
        assertThat(LAYOUT.resolve("bin/moongate")).isRegularFile();
        assertThat(LAYOUT.resolve("device-profiles/raspberry-pi-5.json")).isRegularFile();
    }
}
