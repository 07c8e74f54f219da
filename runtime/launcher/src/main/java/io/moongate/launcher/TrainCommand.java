package io.moongate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.osgi.framework.ServiceReference;

/**
 * The run from which the JDK makes its AOT cache: a gateway that serves a page, and the program {@code lua}, so that the
 * classes of both are in it.
 */
final class TrainCommand {

    private static final int REQUESTS = 50;
    private static final long WAIT_MILLIS = 10_000;

    private final Distribution distribution;
    private final Path directory;

    TrainCommand(Distribution distribution, Path directory) {
        this.distribution = distribution;
        this.directory = directory;
    }

    int run() {
        Home home = Home.open(directory.resolve("home"));
        Logging.toHome(home.log());
        FeatureList features = new Features(distribution, List.of()).combine(List.of("gateway", "lua"));
        Gateway gateway = Gateway.boot(distribution, features, List.of(), properties(home));
        try {
            usePage(gateway);
            useProgram(gateway);
        } catch (IOException e) {
            throw LaunchException.failed("the training run failed: " + e.getMessage());
        } finally {
            gateway.stop();
            Logging.close();
        }
        return 0;
    }

    private Map<String, Object> properties(Home home) {
        Path app = directory.resolve("app");
        try {
            Files.createDirectories(app);
            Files.writeString(app.resolve(".preload"), "function twice(x) return 2 * x end\n");
            Files.writeString(
                    app.resolve("index.lsp"), "<?lsp for i = 1, 10 do print(i) end ?><p><?lsp= app.twice(2) ?></p>");
        } catch (IOException e) {
            throw LaunchException.failed("cannot prepare the training run: " + e.getMessage());
        }
        return new FrameworkProperties(distribution, home.path(), home.cache(), "gateway")
                .listening(Optional.of("127.0.0.1:0"), Optional.empty())
                .withApps(List.of(new StartOptions.AppOption(app, Optional.of("/"))))
                .watching(home.path(), home.cache())
                .toMap();
    }

    private static void usePage(Gateway gateway) throws IOException {
        Optional<ServiceReference<?>> web = gateway.awaitService("(moongate.url=*)", WAIT_MILLIS);
        if (web.isPresent() && web.get().getProperty("moongate.url") instanceof String[] urls) {
            for (int i = 0; i < REQUESTS; i++) {
                fetch(URI.create(urls[0]));
            }
        }
    }

    private static void fetch(URI page) throws IOException {
        try (InputStream in = page.toURL().openStream()) {
            in.readAllBytes();
        } catch (IOException e) {
            // The app may not be up yet: what was loaded for the answer counts.
            Thread.onSpinWait();
        }
    }

    @SuppressWarnings("unchecked")
    private static void useProgram(Gateway gateway) {
        gateway.awaitService("(moongate.program=lua)", WAIT_MILLIS).ifPresent(reference -> {
            var program = (ToIntFunction<List<String>>) gateway.context().getService(reference);
            int exitCode = program.applyAsInt(
                    List.of("-e", "local t = {} for i = 1, 100 do t[i] = i .. '' end print(#table.concat(t))"));
            if (exitCode != 0) {
                throw LaunchException.failed("the program lua fails: exit code " + exitCode);
            }
        });
    }
}
