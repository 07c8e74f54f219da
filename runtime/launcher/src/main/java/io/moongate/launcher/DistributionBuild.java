package io.moongate.launcher;

import io.moongate.launcher.build.BundleHeaders;
import io.moongate.launcher.build.ClassPathJar;
import io.moongate.launcher.components.Component;
import io.moongate.launcher.components.ComponentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The last step of a distribution's build: what would take time at each start is found out once. */
final class DistributionBuild {

    private final Distribution distribution;

    DistributionBuild(Distribution distribution) {
        this.distribution = distribution;
    }

    void run() {
        try {
            List<Path> jars = jars();
            ClassPathJar.write(distribution.classPathJar(), jars);
            BundleIndex.write(distribution, jars, new BundleHeaders(jars));
            Features features = new Features(distribution, List.of());
            features.resolveAll();
            new DeviceProfiles(distribution).resolveAll();
            ComponentFiles.write(
                    distribution.components(LuaCommand.FEATURE),
                    components(features.combine(List.of(LuaCommand.FEATURE))));
        } catch (IOException e) {
            throw LaunchException.failed(e.getMessage());
        }
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(distribution.bundles())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private List<Component> components(FeatureList feature) throws IOException {
        List<Component> components = new ArrayList<>();
        for (FeatureList.BundleItem item : feature.bundles()) {
            components.addAll(ComponentFiles.ofBundle(distribution.bundles().resolve(item.file())));
        }
        return components;
    }
}
