package io.moongate.launcher;

import io.moongate.launcher.components.Assembly;
import io.moongate.launcher.components.ComponentFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * {@code moongate lua}: the standalone program of the feature {@code lua}, in a home that is thrown away. Nothing is swapped
 * in it, so its components run without a framework, which would take longer to start than most scripts run.
 */
final class LuaCommand {

    /** The feature that names its bundles, and the list of their components. */
    static final String FEATURE = "lua";

    /** Event loops are started for scripts that use them. */
    private static final String NETWORK = "io.moongate.net.NetLoops";

    private final Distribution distribution;
    private final List<String> args;

    LuaCommand(Distribution distribution, List<String> args) {
        this.distribution = distribution;
        this.args = args;
    }

    int run() {
        TemporaryHome home = TemporaryHome.make();
        Assembly assembly = assemble(home);
        // Also when the script ends the process itself, or a signal does.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(assembly, home), "discard"));
        return program(assembly).applyAsInt(args);
    }

    private static void discard(Assembly assembly, TemporaryHome home) {
        assembly.close();
        home.delete();
    }

    private Assembly assemble(TemporaryHome home) {
        Map<String, String> properties = Map.of(
                "moongate.home",
                home.path().toString(),
                "moongate.root",
                distribution.root().toString(),
                "moongate.mode",
                "lua",
                "moongate.http",
                "127.0.0.1:0");
        try {
            return Assembly.of(
                    ComponentFiles.read(distribution.components(FEATURE)),
                    ToIntFunction.class.getName(),
                    Set.of(NETWORK),
                    properties);
        } catch (IOException | IllegalStateException e) {
            home.delete();
            throw LaunchException.failed("the program lua does not start: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static ToIntFunction<List<String>> program(Assembly assembly) {
        return assembly.service(ToIntFunction.class)
                .orElseThrow(() -> LaunchException.failed("no bundle has the program lua"));
    }
}
