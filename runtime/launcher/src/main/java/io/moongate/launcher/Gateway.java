package io.moongate.launcher;

import io.moongate.deploy.state.DeployedBundles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework with the bundles of the chosen features, where what was deployed to the home takes the place of the
 * distribution's bundle of the same name. The framework's storage is made anew at each start: what a gateway is, is in its
 * home and its distribution, and the tenth start is as the first.
 */
final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long STOP_MILLIS = 20_000;

    private final Framework framework;

    private Gateway(Framework framework) {
        this.framework = framework;
    }

    /** Returns when every bundle was started that could be. A bundle that cannot is logged and left out. */
    static Gateway boot(
            Distribution distribution,
            FeatureList features,
            List<DeployedBundles.Entry> deployed,
            Map<String, Object> properties) {
        try {
            Set<String> replaced =
                    deployed.stream().map(DeployedBundles.Entry::symbolicName).collect(Collectors.toSet());
            ClassPathBundles classPath = new ClassPathBundles(distribution, BundleIndex.read(distribution), replaced);
            Framework framework = new org.apache.felix.framework.FrameworkFactory()
                    .newFramework(configuration(properties), classPath);
            framework.init();
            framework.getBundleContext().addFrameworkListener(Gateway::report);
            provideConfigurations(framework.getBundleContext(), features);
            install(framework.getBundleContext(), distribution, classPath, features, deployed)
                    .forEach(Gateway::markStarted);
            framework.start();
            return new Gateway(framework);
        } catch (BundleException e) {
            throw LaunchException.failed("the framework does not start: " + e.getMessage());
        }
    }

    /** Felix takes objects too, although the type of the standard's method does not say so. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, String> configuration(Map<String, Object> properties) {
        return (Map) properties;
    }

    private static void report(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            LOG.error("bundle {}: {}", event.getBundle().getSymbolicName(), reason(event.getThrowable()));
            LOG.debug("", event.getThrowable());
        }
    }

    private static String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == error ? String.valueOf(error.getMessage()) : error.getMessage() + " (" + deepest + ")";
    }

    /** The features' configurations, taken by the deploy bundle to ConfigAdmin. */
    private static void provideConfigurations(BundleContext context, FeatureList features) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("moongate.configurations", "features"));
        Supplier<Map<String, Map<String, Object>>> configurations = features::configurations;
        context.registerService(Supplier.class, configurations, properties);
    }

    private static List<Bundle> install(
            BundleContext context,
            Distribution distribution,
            ClassPathBundles classPath,
            FeatureList features,
            List<DeployedBundles.Entry> deployed) {
        Map<String, DeployedBundles.Entry> additional = new TreeMap<>();
        deployed.forEach(entry -> additional.put(entry.symbolicName(), entry));
        List<Bundle> installed = new ArrayList<>();
        FrameworkStartLevel startLevel = context.getBundle().adapt(FrameworkStartLevel.class);
        for (FeatureList.BundleItem item : features.bundles()) {
            // What is installed from now on gets this level; to set it afterwards costs a file for each bundle.
            startLevel.setInitialBundleStartLevel(item.level());
            Optional<DeployedBundles.Entry> replacement = Optional.ofNullable(additional.remove(item.symbolicName()));
            Path jar = distribution.bundles().resolve(item.file());
            attempt(jar, () -> context.installBundle(classPath.locationOf(item)))
                    .ifPresent(bundle -> {
                        replacement.ifPresent(entry -> attempt(entry.jar(), () -> update(bundle, entry)));
                        installed.add(bundle);
                    });
        }
        startLevel.setInitialBundleStartLevel(DeployedBundles.START_LEVEL);
        for (DeployedBundles.Entry entry : additional.values()) {
            attempt(entry.jar(), () -> install(context, entry)).ifPresent(installed::add);
        }
        return installed;
    }

    private static Bundle install(BundleContext context, DeployedBundles.Entry entry)
            throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(entry.jar())) {
            return context.installBundle(DeployedBundles.LOCATION + entry.symbolicName(), content);
        }
    }

    private static Bundle update(Bundle bundle, DeployedBundles.Entry entry) throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(entry.jar())) {
            bundle.update(content);
            return bundle;
        }
    }

    /** A step with one bundle that may fail without harm to the others. */
    @FunctionalInterface
    private interface Step {
        Bundle run() throws BundleException, IOException;
    }

    private static Optional<Bundle> attempt(Path jar, Step step) {
        try {
            return Optional.of(step.run());
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.error("{} is left out: {}", jar, reason(e));
            return Optional.empty();
        }
    }

    private static void markStarted(Bundle bundle) {
        try {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        } catch (BundleException e) {
            LOG.error("bundle {} is left out: {}", bundle.getSymbolicName(), reason(e));
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Tells of each service that comes from now on. */
    void onService(String filter, Consumer<ServiceReference<?>> action) {
        try {
            context()
                    .addServiceListener(
                            event -> {
                                if (event.getType() == ServiceEvent.REGISTERED) {
                                    action.accept(event.getServiceReference());
                                }
                            },
                            filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** Waits for a service. @return empty when none comes in time */
    Optional<ServiceReference<?>> awaitService(String filter, long millis) {
        BlockingQueue<ServiceReference<?>> found = new ArrayBlockingQueue<>(1);
        BundleContext context = context();
        try {
            context.addServiceListener(
                    event -> {
                        if (event.getType() != ServiceEvent.UNREGISTERING) {
                            found.offer(event.getServiceReference());
                        }
                    },
                    filter);
            ServiceReference<?>[] present = context.getAllServiceReferences(null, filter);
            return present != null
                    ? Optional.of(present[0])
                    : Optional.ofNullable(found.poll(millis, TimeUnit.MILLISECONDS));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns when someone stopped the framework. */
    void awaitStop() {
        try {
            framework.waitForStop(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the framework to stop and returns at once. Idempotent. */
    void requestStop() {
        try {
            framework.stop();
        } catch (BundleException e) {
            LOG.error("the framework does not stop: {}", reason(e));
        }
    }

    /** Stops and waits. Idempotent. */
    void stop() {
        requestStop();
        try {
            if (framework.waitForStop(STOP_MILLIS).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                LOG.warn("the framework has not stopped within {} ms", STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
