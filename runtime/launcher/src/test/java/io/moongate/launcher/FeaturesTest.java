package io.moongate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {

    @TempDir
    Path root;

    private Distribution distribution;
    private Features features;

    @BeforeEach
    void create() throws IOException {
        distribution = new Distribution(root.resolve("dist"));
        Files.createDirectories(distribution.bundles());
        Files.createDirectories(distribution.features());
        Path own = Files.createDirectories(root.resolve("own"));
        features = new Features(distribution, List.of(own));
        bundle("a");
        bundle("b");
        feature(distribution.features(), "base", "{ 'id': 'g:a:1', 'start-order': 3 }", "", "'x': { 'n:Integer': 5 }");
        feature(
                distribution.features(),
                "top",
                "{ 'id': 'g:b:1' }",
                "'base'",
                "'x': { 's': 'ü b', 'l:String[]': ['p', 'q'] }, 'f~one': { 't': true }");
    }

    private void bundle(String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Bundle-SymbolicName"), "sn." + name + ";singleton:=true");
        try (OutputStream out = Files.newOutputStream(distribution.bundles().resolve(name + "-1.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    private static void feature(Path directory, String name, String bundles, String requires, String configurations)
            throws IOException {
        Files.writeString(directory.resolve(name + ".json"), """
                { 'feature-resource-version': '1.0', 'id': 'g:%s:1', 'bundles': [ %s ], 'configurations': { %s },
                  'extensions': { 'requires-features': { 'kind': 'mandatory', 'type': 'text', 'text': [ %s ] } } }""".formatted(name, bundles, configurations, requires)
                .replace('\'', '"'));
    }

    private void assertTop(FeatureList list) {
        assertThat(list.bundles())
                .containsExactly(
                        new FeatureList.BundleItem(3, "sn.a", "a-1.jar"),
                        new FeatureList.BundleItem(20, "sn.b", "b-1.jar"));
        assertThat(list.configurations().get("x"))
                .containsAllEntriesOf(Map.of("n", 5, "s", "ü b", "l", new String[] {"p", "q"}));
        assertThat(list.configurations().get("f~one")).containsEntry("t", true);
    }

    @Test
    void json_and_list_say_the_same() throws IOException {
        assertTop(features.combine(List.of("top")));
        features.resolveAll();
        assertThat(distribution.features().resolve("top.list")).exists();
        assertTop(features.combine(List.of("top", "base")));
    }

    @Test
    void a_changed_file_counts_more_than_its_list() throws IOException {
        features.resolveAll();
        feature(distribution.features(), "top", "{ 'id': 'g:b:1', 'start-order': 7 }", "", "");
        Files.setLastModifiedTime(
                distribution.features().resolve("top.json"), FileTime.fromMillis(System.currentTimeMillis() + 10_000));
        assertThat(features.combine(List.of("top")).bundles())
                .containsExactly(new FeatureList.BundleItem(7, "sn.b", "b-1.jar"));
    }

    @Test
    void a_homes_own_feature_comes_first() throws IOException {
        features.resolveAll();
        feature(root.resolve("own"), "base", "", "", "");
        assertThat(features.combine(List.of("top")).bundles()).hasSize(1);
    }

    @Test
    void what_is_missing_is_named() throws IOException {
        assertThatThrownBy(() -> features.combine(List.of("none")))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("there is no feature 'none'; there are base, top");
        feature(distribution.features(), "bad", "{ 'id': 'g:c:9' }", "", "");
        assertThatThrownBy(features::resolveAll).hasMessageContaining("names bundle g:c:9");
        Files.writeString(distribution.features().resolve("bad.json"), "{");
        assertThatThrownBy(features::resolveAll).hasMessageContaining("bad.json is no feature");
    }
}
