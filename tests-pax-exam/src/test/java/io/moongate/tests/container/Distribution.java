package io.moongate.tests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import org.ops4j.pax.exam.Option;

/** The built distribution as options for Pax Exam: the bundles of a feature at their start levels, on a fresh home. */
final class Distribution {

    private static final Path ROOT =
            Path.of(System.getProperty("moongate.root"), "runtime/distribution/target/moongate");

    private Distribution() {}

    static Path bundles() {
        return ROOT.resolve("bundles");
    }

    static Option feature(String name, Path home) throws IOException {
        List<Option> options = new ArrayList<>();
        for (String line : bundlesOf(name, new LinkedHashSet<>())) {
            String[] words = line.split(" ");
            Path jar = bundles().resolve(words[3]);
            options.add(bundle(jar.toUri().toString())
                    .startLevel(Integer.parseInt(words[1]))
                    .start(!isFragment(jar)));
        }
        return composite(
                composite(options.toArray(Option[]::new)),
                systemPackages(
                        "jdk.internal.vm",
                        "org.slf4j;version=2.0.20",
                        "org.slf4j.event;version=2.0.20",
                        "org.slf4j.helpers;version=2.0.20",
                        "org.slf4j.spi;version=2.0.20"),
                frameworkStartLevel(100),
                frameworkProperty("moongate.home").value(home.toString()),
                frameworkProperty("moongate.root").value(ROOT.toString()),
                frameworkProperty("moongate.mode").value("gateway"),
                frameworkProperty("moongate.http").value("127.0.0.1:0"),
                frameworkProperty("felix.cm.dir")
                        .value(home.resolve("state/config").toString()),
                frameworkProperty("felix.fileinstall.dir").value(home.resolve("etc") + "," + home.resolve("deploy")),
                frameworkProperty("felix.fileinstall.tmpdir")
                        .value(home.resolve("cache").toString()),
                frameworkProperty("felix.fileinstall.poll").value("200"),
                frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
                systemProperty("moongate.test.home").value(home.toString()),
                junitBundles());
    }

    private static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        }
    }

    /** The lines of the feature's list and of those it requires. */
    private static Set<String> bundlesOf(String feature, Set<String> lines) throws IOException {
        for (String line : Files.readAllLines(ROOT.resolve("features").resolve(feature + ".list"))) {
            if (line.startsWith("requires ")) {
                bundlesOf(line.substring("requires ".length()), lines);
            } else if (line.startsWith("bundle ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** A home with the directories that the launcher makes. */
    static Path freshHome() throws IOException {
        Path home = Files.createTempDirectory("moongate-home-");
        for (String directory : List.of("apps", "cache", "data", "deploy", "etc", "log", "run", "state")) {
            Files.createDirectories(home.resolve(directory));
        }
        return home;
    }
}
