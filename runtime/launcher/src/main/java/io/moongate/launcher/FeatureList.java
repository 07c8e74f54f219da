package io.moongate.launcher;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A feature file in the form that is quick to read, one item a line. Made by the build next to {@code name.json} as {@code
 * name.list}.
 *
 * @param requires features that come before this one
 * @param bundles what to install
 * @param configurations by PID; {@code factory~name} for a factory's
 */
record FeatureList(List<String> requires, List<BundleItem> bundles, Map<String, Map<String, Object>> configurations) {

    /**
     * @param level start level
     * @param symbolicName of the bundle in the file
     * @param file name of a file in the distribution's bundles
     */
    record BundleItem(int level, String symbolicName, String file) {}

    static FeatureList read(Path file) throws IOException {
        FeatureList list = new FeatureList(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        for (String line : Files.readAllLines(file)) {
            list.add(line.split(" ", -1));
        }
        return list;
    }

    private void add(String[] words) {
        switch (words[0]) {
            case "requires" -> requires.add(words[1]);
            case "bundle" -> bundles.add(new BundleItem(Integer.parseInt(words[1]), words[2], words[3]));
            case "configuration" -> configurations.putIfAbsent(words[1], new LinkedHashMap<>());
            case "value" -> configurations.get(words[1]).put(words[2], TypedValue.parse(words[3], decode(words[4])));
            default -> throw new IllegalArgumentException("unknown item " + words[0]);
        }
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        requires.forEach(name -> lines.add("requires " + name));
        bundles.forEach(item -> lines.add("bundle " + item.level + " " + item.symbolicName + " " + item.file));
        configurations.forEach((pid, values) -> {
            lines.add("configuration " + pid);
            values.forEach((key, value) -> lines.add("value " + pid + " " + key + " " + TypedValue.typeOf(value) + " "
                    + encode(TypedValue.format(value))));
        });
        Files.write(file, lines);
    }

    /** The same on a board: what features say of its configuration goes before what the profile does. */
    FeatureList on(DeviceProfile profile) {
        Map<String, Object> tpm = new LinkedHashMap<>();
        profile.configuration().device().ifPresent(device -> tpm.put("device", device));
        tpm.put("required", profile.configuration().required());
        Map<String, Map<String, Object>> combined = new LinkedHashMap<>(configurations);
        tpm.putAll(combined.getOrDefault(DeviceProfile.TPM_PID, Map.of()));
        combined.put(DeviceProfile.TPM_PID, tpm);
        return new FeatureList(requires, bundles, combined);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
