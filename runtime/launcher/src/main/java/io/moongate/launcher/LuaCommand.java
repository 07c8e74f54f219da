package io.moongate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.osgi.framework.ServiceReference;

/** {@code moongate lua}: the standalone program of the feature {@code lua}, in a home that is thrown away. */
final class LuaCommand {

    private static final String FEATURE = "lua";
    private static final String PROGRAM = "(moongate.program=lua)";
    private static final long PROGRAM_MILLIS = 10_000;

    private final Distribution distribution;
    private final List<String> args;

    LuaCommand(Distribution distribution, List<String> args) {
        this.distribution = distribution;
        this.args = args;
    }

    int run() {
        Logging.toConsole();
        Home home = Home.open(temporaryDirectory());
        // Also when the script ends the process itself, or a signal does.
        Runtime.getRuntime().addShutdownHook(new Thread(home::discard, "discard"));
        FeatureList features = new Features(distribution, List.of()).combine(List.of(FEATURE));
        Gateway gateway = Gateway.boot(distribution, features, List.of(), properties(home));
        return program(gateway).applyAsInt(args);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("moongate-lua-");
        } catch (IOException e) {
            throw LaunchException.failed("cannot make a temporary home: " + e.getMessage());
        }
    }

    private java.util.Map<String, Object> properties(Home home) {
        return new FrameworkProperties(distribution, home.path(), home.cache(), "lua")
                .listening(Optional.of("127.0.0.1:0"), Optional.empty())
                .toMap();
    }

    @SuppressWarnings("unchecked")
    private static ToIntFunction<List<String>> program(Gateway gateway) {
        ServiceReference<?> program = gateway.awaitService(PROGRAM, PROGRAM_MILLIS)
                .orElseThrow(() -> LaunchException.failed("the bundle of the lua program has not started"));
        return (ToIntFunction<List<String>>) gateway.context().getService(program);
    }
}
