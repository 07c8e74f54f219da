package io.moongate.launcher;

import io.moongate.deploy.state.DeployedBundles;
import io.moongate.runtime.security.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** {@code moongate start}: a gateway until Ctrl-C. */
final class StartCommand {

    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);
    private static final String LISTENING = "moongate.url";
    private static final String NOT_LISTENING = "moongate.url.error";
    private static final String WEB = "io.moongate.web";
    private static final long LISTEN_MILLIS = 15_000;

    private final Distribution distribution;
    private final StartOptions options;

    StartCommand(Distribution distribution, StartOptions options) {
        this.distribution = distribution;
        this.options = options;
    }

    int run() {
        try (Home home = Home.open(options.home())) {
            Logging.toHome(home.log());
            try {
                return run(home);
            } finally {
                Logging.close();
            }
        }
    }

    private int run(Home home) {
        FeatureList features = features(home);
        Optional<String> password = firstPassword(home);
        password.ifPresent(text -> System.out.println("first start: sign in as admin with password " + text));
        Gateway gateway =
                Gateway.boot(distribution, features, new DeployedBundles(home.state()).list(), properties(home));
        stopOnSignal("INT", gateway);
        stopOnSignal("TERM", gateway);
        try {
            if (features.bundles().stream().anyMatch(item -> item.symbolicName().equals(WEB))) {
                announce(gateway);
            }
            gateway.awaitStop();
        } finally {
            gateway.stop();
        }
        System.out.println("stopped");
        return 0;
    }

    private FeatureList features(Home home) {
        DeviceProfiles profiles = new DeviceProfiles(distribution);
        Optional<DeviceProfile> profile = options.profile().map(profiles::named).or(profiles::detected);
        List<String> names = options.features().isEmpty()
                ? profile.map(DeviceProfile::features).orElse(List.of("gateway"))
                : options.features();
        FeatureList features = new Features(distribution, List.of(home.features())).combine(names);
        return profile.map(features::on).orElse(features);
    }

    private java.util.Map<String, Object> properties(Home home) {
        return new FrameworkProperties(distribution, home.path(), home.cache(), "gateway")
                .listening(options.http(), options.https())
                .withApps(options.apps())
                .watching(home.path(), home.cache())
                .toMap();
    }

    private static Optional<String> firstPassword(Home home) {
        try {
            return new Accounts(home.state()).createFirst("admin");
        } catch (IOException | UncheckedIOException e) {
            throw LaunchException.failed("cannot keep the admin password: " + e.getMessage());
        }
    }

    private static void announce(Gateway gateway) {
        ServiceReference<?> web = gateway.awaitService(
                        "(|(" + LISTENING + "=*)(" + NOT_LISTENING + "=*))", LISTEN_MILLIS)
                .orElseThrow(() -> LaunchException.failed("the web server has not started; see the log in the home"));
        Object error = web.getProperty(NOT_LISTENING);
        if (error != null) {
            throw LaunchException.failed(error.toString());
        }
        Object urls = web.getProperty(LISTENING);
        System.out.println("serving " + (urls instanceof String[] several ? String.join(" ", several) : urls));
        gateway.onService("(" + NOT_LISTENING + "=*)", later -> LOG.error("{}", later.getProperty(NOT_LISTENING)));
    }

    /** The first signal asks for a clean stop, the second ends at once. */
    private static void stopOnSignal(String name, Gateway gateway) {
        Signal signal = new Signal(name);
        Signal.handle(signal, received -> {
            Signal.handle(signal, again -> Runtime.getRuntime().halt(130));
            gateway.requestStop();
        });
    }
}
