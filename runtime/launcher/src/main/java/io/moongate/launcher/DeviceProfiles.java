package io.moongate.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profiles of boards that a distribution knows. */
final class DeviceProfiles {

    private static final String LIST = ".list";
    private static final String JSON = ".json";
    private static final Map<String, String> GENERIC = Map.of("aarch64", "generic-arm64", "amd64", "generic-x86-64");

    private final Path directory;

    DeviceProfiles(Distribution distribution) {
        this.directory = distribution.root().resolve("device-profiles");
    }

    /** The profile of a name. @throws LaunchException that lists the names when there is none */
    DeviceProfile named(String name) {
        Path list = directory.resolve(name + LIST);
        try {
            if (!name.matches("[\\w.-]+") || !Files.exists(list)) {
                String names = lists().stream()
                        .map(path -> path.getFileName().toString().replace(LIST, ""))
                        .collect(Collectors.joining(", "));
                throw LaunchException.usage("there is no device profile '" + name + "'; there are " + names);
            }
            return DeviceProfile.read(list);
        } catch (IOException e) {
            throw LaunchException.failed("device profile " + name + ": " + e.getMessage());
        }
    }

    /** The profile of this machine: by what its board says, else by its processor. */
    Optional<DeviceProfile> detected() {
        try {
            for (Path list : lists()) {
                DeviceProfile profile = DeviceProfile.read(list);
                if (profile.detected().filter(DeviceProfile.Detection::applies).isPresent()) {
                    return Optional.of(profile);
                }
            }
            return Optional.ofNullable(GENERIC.get(System.getProperty("os.arch")))
                    .filter(name -> Files.exists(directory.resolve(name + LIST)))
                    .map(this::named);
        } catch (IOException e) {
            throw LaunchException.failed("the device profiles cannot be read: " + e.getMessage());
        }
    }

    private List<Path> lists() throws IOException {
        return files(LIST);
    }

    private List<Path> files(String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** Part of the build: writes the list of every profile. */
    void resolveAll() throws IOException {
        for (Path json : files(JSON)) {
            String name = json.getFileName().toString().replace(JSON, "");
            parse(name, json).write(directory.resolve(name + LIST));
        }
    }

    private static DeviceProfile parse(String name, Path json) throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(json))) {
            JsonObject profile = reader.readObject();
            List<String> features = new ArrayList<>();
            for (JsonString feature : profile.getJsonArray("features").getValuesAs(JsonString.class)) {
                features.add(feature.getString());
            }
            JsonObject tpm = profile.getJsonObject("tpm");
            return new DeviceProfile(
                    name,
                    Optional.ofNullable(profile.getJsonObject("detect")).map(DeviceProfiles::detection),
                    features,
                    new DeviceProfile.Tpm(
                            Optional.ofNullable(tpm.getString("device", null)), tpm.getBoolean("required", false)));
        } catch (JsonException | NullPointerException | ClassCastException e) {
            throw new IOException(json + " is no device profile: " + e.getMessage(), e);
        }
    }

    private static DeviceProfile.Detection detection(JsonObject detect) {
        return new DeviceProfile.Detection(Path.of(detect.getString("file")), detect.getString("startsWith"));
    }
}
