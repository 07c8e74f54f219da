package io.moongate.deploy.internal;

import io.moongate.deploy.state.DeployedBundles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that change a bundle of the running framework. */
final class BundleSwap {

    private static final Logger LOG = LoggerFactory.getLogger(BundleSwap.class);
    private static final long REFRESH_SECONDS = 30;

    private final BundleContext context;

    BundleSwap(BundleContext systemContext) {
        this.context = systemContext;
    }

    /** Another content for a bundle; afterwards nothing uses the old one. */
    void replace(Bundle bundle, Path jar) throws BundleException, IOException {
        setDependentsApart(bundle);
        bundle.stop(Bundle.STOP_TRANSIENT);
        update(bundle, jar);
        refresh(bundle);
        start(bundle);
    }

    private static void update(Bundle bundle, Path jar) throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(jar)) {
            bundle.update(content);
        }
    }

    /** What uses classes of the bundle gets a class loader of its own, for on the class path the old ones remain. */
    private void setDependentsApart(Bundle bundle) throws BundleException, IOException {
        for (Bundle other : context.getBundle().adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle))) {
            String location = other.getLocation();
            if (!other.equals(bundle) && location.startsWith(DeployedBundles.CLASS_PATH)) {
                String file = location.substring(DeployedBundles.CLASS_PATH.length());
                update(other, Path.of(context.getProperty("moongate.root"), "bundles", file));
            }
        }
    }

    /** The content that the distribution has for a bundle. */
    void revert(Bundle bundle) throws BundleException {
        bundle.stop(Bundle.STOP_TRANSIENT);
        bundle.update();
        refresh(bundle);
        start(bundle);
    }

    /** Takes back what was deployed: the distribution's content if it has one, else the bundle goes. */
    void withdraw(Bundle bundle) throws BundleException {
        if (bundle.getLocation().startsWith(DeployedBundles.LOCATION)) {
            bundle.uninstall();
            refresh(bundle);
        } else {
            revert(bundle);
        }
    }

    /** A new bundle. When what it needs is not there yet, it waits for a later deployment. */
    void install(String symbolicName, Path jar) throws BundleException, IOException {
        Bundle bundle;
        try (InputStream content = Files.newInputStream(jar)) {
            bundle = context.installBundle(DeployedBundles.LOCATION + symbolicName, content);
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(DeployedBundles.START_LEVEL);
        try {
            start(bundle);
        } catch (BundleException e) {
            if (e.getType() != BundleException.RESOLVE_ERROR) {
                bundle.uninstall();
                throw e;
            }
            LOG.warn("{} waits for what it needs: {}", symbolicName, reason(e));
        }
    }

    /** Tries the deployed bundles that could not start before. */
    void startWaiting(List<DeployedBundles.Entry> deployed) {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.INSTALLED
                    && deployed.stream().anyMatch(entry -> entry.symbolicName().equals(bundle.getSymbolicName()))) {
                tryStart(bundle);
            }
        }
    }

    private static void tryStart(Bundle bundle) {
        try {
            start(bundle);
            LOG.info("{} has what it needs now", bundle.getSymbolicName());
        } catch (BundleException e) {
            LOG.debug("{} waits on: {}", bundle.getSymbolicName(), reason(e));
        }
    }

    private static void start(Bundle bundle) throws BundleException {
        if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private void refresh(Bundle bundle) throws BundleException {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle().adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        try {
            if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw new BundleException("the framework has not refreshed it within " + REFRESH_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted", e);
        }
    }

    /** The message of the deepest cause that says something. */
    static String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
