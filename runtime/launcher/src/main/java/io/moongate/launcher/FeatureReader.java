package io.moongate.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/** Reads feature files in the format of the OSGi Feature Service, with Felix's implementation. */
final class FeatureReader {

    /** The extension by which a feature names those it builds on. */
    private static final String REQUIRES = "requires-features";

    private static final String START_ORDER = "start-order";
    private static final int USUAL_LEVEL = 20;

    private final Path bundles;
    private final FeatureService service;

    FeatureReader(Path bundles) {
        this.bundles = bundles;
        this.service = ServiceLoader.load(FeatureService.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no feature service on the class path"));
    }

    FeatureList read(Path json) throws IOException {
        Feature feature;
        try (Reader reader = Files.newBufferedReader(json)) {
            feature = service.readFeature(reader);
        } catch (RuntimeException e) {
            throw new IOException(json + " is no feature: " + e.getMessage(), e);
        }
        return new FeatureList(requires(feature), bundles(feature, json), configurations(feature));
    }

    private static List<String> requires(Feature feature) {
        return Optional.ofNullable(feature.getExtensions().get(REQUIRES))
                .map(FeatureExtension::getText)
                .orElse(List.of());
    }

    private List<FeatureList.BundleItem> bundles(Feature feature, Path json) throws IOException {
        var items = new java.util.ArrayList<FeatureList.BundleItem>();
        for (FeatureBundle bundle : feature.getBundles()) {
            items.add(item(bundle, json));
        }
        return items;
    }

    private FeatureList.BundleItem item(FeatureBundle bundle, Path json) throws IOException {
        ID id = bundle.getID();
        String classifier = id.getClassifier().map(name -> "-" + name).orElse("");
        String file = id.getArtifactId() + "-" + id.getVersion() + classifier + ".jar";
        if (!Files.isRegularFile(bundles.resolve(file))) {
            throw new IOException(json + " names bundle " + id + ", but there is no " + bundles.resolve(file));
        }
        Object order = bundle.getMetadata().get(START_ORDER);
        int level = order == null ? USUAL_LEVEL : Integer.parseInt(order.toString());
        return new FeatureList.BundleItem(level, symbolicName(bundles.resolve(file)), file);
    }

    private static String symbolicName(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String name = file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) {
                throw new IOException(jar + " is no bundle");
            }
            return name.split(";", 2)[0].strip();
        }
    }

    private static Map<String, Map<String, Object>> configurations(Feature feature) {
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        feature.getConfigurations().forEach((pid, configuration) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            configuration.getValues().forEach((key, value) -> values.put(key, TypedValue.checked(value)));
            configurations.put(pid, values);
        });
        return configurations;
    }
}
