package io.moongate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceProfilesTest {

    @TempDir
    Path root;

    private Path model;
    private DeviceProfiles profiles;

    @BeforeEach
    void write() throws IOException {
        model = root.resolve("model");
        Path directory = Files.createDirectory(root.resolve("device-profiles"));
        Files.writeString(directory.resolve("board.json"), """
                {"name": "A board", "detect": {"file": "%s", "startsWith": "Board 4"}, "features": ["one", "two"],
                 "tpm": {"device": "/dev/tpm7", "required": true}}""".formatted(model));
        for (String generic : List.of("generic-arm64", "generic-x86-64")) {
            Files.writeString(directory.resolve(generic + ".json"), "{\"features\": [\"gateway\"], \"tpm\": {}}");
        }
        profiles = new DeviceProfiles(new Distribution(root));
        profiles.resolveAll();
    }

    @Test
    void a_board_is_known_by_what_it_says() throws IOException {
        Files.writeString(model, "Board 4 Model B\0");
        DeviceProfile board = profiles.detected().orElseThrow();
        assertThat(board.name()).isEqualTo("board");
        assertThat(board.features()).containsExactly("one", "two");
        assertThat(board.configuration()).isEqualTo(new DeviceProfile.Tpm(Optional.of("/dev/tpm7"), true));
    }

    @Test
    void any_other_by_its_processor() {
        assertThat(profiles.detected().orElseThrow().name()).startsWith("generic-");
    }

    @Test
    void the_keys_are_configured_unless_a_feature_says_otherwise() {
        FeatureList features =
                new FeatureList(List.of(), List.of(), Map.of("io.moongate.tpm", Map.of("device", "/dev/other")));
        assertThat(features.on(profiles.named("board")).configurations())
                .containsEntry("io.moongate.tpm", Map.of("device", "/dev/other", "required", true));
    }

    @Test
    void an_unknown_name_is_wrong_usage_and_tells_the_names() {
        assertThatThrownBy(() -> profiles.named("../board"))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("there are board, generic-arm64, generic-x86-64");
    }

    @Test
    void what_is_no_profile_fails_the_build() throws IOException {
        Files.writeString(root.resolve("device-profiles/broken.json"), "{\"features\": 1}");
        assertThatThrownBy(profiles::resolveAll).hasMessageContaining("broken.json is no device profile");
    }
}
