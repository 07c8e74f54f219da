package io.moongate.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line of {@code moongate start}.
 *
 * @param home all state of the gateway
 * @param http {@code ADDRESS:PORT}, empty for what the configuration says
 * @param https likewise
 * @param apps apps to run from where they are
 * @param features names of features; empty for what the device profile says
 * @param profile the name of a device profile; empty for that of the board
 */
record StartOptions(
        Path home,
        Optional<String> http,
        Optional<String> https,
        List<AppOption> apps,
        List<String> features,
        Optional<String> profile) {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65535;

    /**
     * @param directory a directory or zip
     * @param mount where the web server shows it; empty for the app's own wish
     */
    record AppOption(Path directory, Optional<String> mount) {

        static AppOption parse(String text) {
            int equals = text.lastIndexOf("=/");
            Path directory = Path.of(equals < 0 ? text : text.substring(0, equals));
            if (!Files.isReadable(directory)) {
                throw LaunchException.usage("--app " + text + ": cannot read " + directory);
            }
            return new AppOption(
                    directory.toAbsolutePath().normalize(),
                    equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
        }
    }

    static StartOptions parse(List<String> args) {
        Path home = Path.of("moongate-home");
        Optional<String> http = Optional.empty();
        Optional<String> https = Optional.empty();
        List<AppOption> apps = new ArrayList<>();
        List<String> features = new ArrayList<>();
        Optional<String> profile = Optional.empty();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--home" -> home = Path.of(value(option, rest));
                case "--http" -> http = Optional.of(address(option, value(option, rest)));
                case "--https" -> https = Optional.of(address(option, value(option, rest)));
                case "--app" -> apps.add(AppOption.parse(value(option, rest)));
                case "--feature" -> features.add(value(option, rest));
                case "--profile" -> profile = Optional.of(value(option, rest));
                default -> throw LaunchException.usage("start: unknown option '" + option + "'");
            }
        }
        return new StartOptions(
                home.toAbsolutePath().normalize(), http, https, List.copyOf(apps), List.copyOf(features), profile);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw LaunchException.usage("start: option '" + option + "' needs a value");
        }
        return rest.next();
    }

    private static String address(String option, String text) {
        var matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
            throw LaunchException.usage("start: " + option + " takes ADDRESS:PORT, not '" + text + "'");
        }
        return text;
    }
}
