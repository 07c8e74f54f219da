package io.moongate.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the launcher takes from {@code device-profiles/name.json}, in the form that is quick to read, {@code name.list}: an
 * item a line.
 *
 * @param detected a file and what it begins with on such a board
 * @param features what a gateway on it consists of unless the command line says otherwise
 * @param configuration of the bundle {@code tpm}
 */
record DeviceProfile(String name, Optional<Detection> detected, List<String> features, Tpm configuration) {

    /** The PID of the device keys' configuration. */
    static final String TPM_PID = "io.moongate.tpm";

    record Detection(Path file, String beginning) {

        boolean applies() {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(beginning);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /**
     * @param device a character device, empty for the bundle's default
     * @param required whether keys must be in a chip
     */
    record Tpm(Optional<String> device, boolean required) {}

    static DeviceProfile read(Path list) throws IOException {
        Optional<Detection> detected = Optional.empty();
        Optional<String> device = Optional.empty();
        boolean required = false;
        List<String> features = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "detect" -> detected = Optional.of(new Detection(Path.of(words[1]), words[2]));
                case "feature" -> features.add(words[1]);
                case "tpm" -> device = Optional.of(words[1]);
                case "tpm-required" -> required = Boolean.parseBoolean(words[1]);
                default -> throw new IOException(list + ": unknown item " + words[0]);
            }
        }
        String file = list.getFileName().toString();
        return new DeviceProfile(
                file.substring(0, file.lastIndexOf('.')), detected, features, new Tpm(device, required));
    }

    void write(Path list) throws IOException {
        List<String> lines = new ArrayList<>();
        detected.ifPresent(detection -> lines.add("detect " + detection.file() + " " + detection.beginning()));
        features.forEach(feature -> lines.add("feature " + feature));
        configuration.device().ifPresent(device -> lines.add("tpm " + device));
        lines.add("tpm-required " + configuration.required());
        Files.write(list, lines);
    }
}
