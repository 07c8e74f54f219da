package io.moongate.deploy.internal;

import io.moongate.deploy.DeployException;
import io.moongate.deploy.Deployer;
import io.moongate.deploy.RefreshPlan;
import io.moongate.deploy.state.DeployedBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys to the framework it runs in. */
@Component(service = Deployer.class)
public final class FrameworkDeployer implements Deployer {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkDeployer.class);

    /** The gateway stands on what starts up to this level. */
    private static final int CORE_LEVEL = 10;

    private static final int DIGEST_IN_NAME = 16;

    private final BundleContext context;
    private final DeployedBundles state;
    private final BundleSwap swap;

    /** Called by the framework. */
    @Activate
    public FrameworkDeployer(BundleContext context) {
        this.context = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        this.state = new DeployedBundles(Path.of(context.getProperty("moongate.home"), "state"));
        this.swap = new BundleSwap(this.context);
    }

    @Override
    public RefreshPlan preview(Path bundle) throws DeployException {
        BundleFile file = BundleFile.read(bundle);
        return plan(file.symbolicName(), Optional.of(file.version().toString()));
    }

    private RefreshPlan plan(String symbolicName, Optional<String> to) {
        Optional<Bundle> present = find(symbolicName);
        return new RefreshPlan(
                symbolicName,
                present.map(bundle -> bundle.getVersion().toString()),
                to,
                present.filter(FrameworkDeployer::isCore).isPresent(),
                present.map(this::dependents).orElse(List.of()));
    }

    private Optional<Bundle> find(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    private static boolean isCore(Bundle bundle) {
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || bundle.adapt(BundleStartLevel.class).getStartLevel() <= CORE_LEVEL;
    }

    private List<String> dependents(Bundle bundle) {
        return context.getBundle().adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> !other.equals(bundle))
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
    }

    @Override
    public synchronized RefreshPlan deploy(Path path, boolean force) throws DeployException {
        BundleFile file = BundleFile.read(path);
        RefreshPlan plan =
                agreed(plan(file.symbolicName(), Optional.of(file.version().toString())), force);
        Optional<DeployedBundles.Entry> earlier = state.find(file.symbolicName());
        Optional<Bundle> present = find(file.symbolicName());
        DeployedBundles.Entry entry = keep(file);
        try {
            if (present.isPresent()) {
                swap.replace(present.get(), entry.jar());
            } else {
                swap.install(entry.symbolicName(), entry.jar());
            }
        } catch (BundleException | IOException | RuntimeException e) {
            forgetAfterFailure(file.symbolicName(), earlier);
            present.ifPresent(bundle -> putBack(bundle, earlier));
            throw new DeployException(file.path().getFileName() + " was not deployed: " + BundleSwap.reason(e), e);
        }
        finish(plan);
        return plan;
    }

    private static RefreshPlan agreed(RefreshPlan plan, boolean force) throws DeployException {
        if (!plan.isContained() && !force) {
            throw new DeployException("refused without force: " + plan.describe());
        }
        return plan;
    }

    private DeployedBundles.Entry keep(BundleFile file) throws DeployException {
        try {
            String digest = file.digest().substring(0, DIGEST_IN_NAME);
            return state.put(file.symbolicName(), file.version().toString(), digest, file.path());
        } catch (IOException e) {
            throw new DeployException("the deployment cannot be kept: " + e.getMessage(), e);
        }
    }

    private void forgetAfterFailure(String symbolicName, Optional<DeployedBundles.Entry> earlier) {
        try {
            state.restore(symbolicName, earlier);
        } catch (IOException e) {
            LOG.error("{}: its failed deployment stays on record: {}", symbolicName, e.getMessage());
        }
    }

    private void putBack(Bundle bundle, Optional<DeployedBundles.Entry> earlier) {
        try {
            if (earlier.isPresent()) {
                swap.replace(bundle, earlier.get().jar());
            } else {
                swap.revert(bundle);
            }
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.error("{}: the version before does not start again: {}", bundle, BundleSwap.reason(e));
        }
    }

    private void finish(RefreshPlan plan) {
        LOG.info("deployed {}", plan.describe());
        swap.startWaiting(state.list());
        sweep();
    }

    private void sweep() {
        try {
            state.sweep();
        } catch (IOException e) {
            LOG.warn("old jars of deployed bundles stay: {}", e.getMessage());
        }
    }

    @Override
    public synchronized RefreshPlan undeploy(String symbolicName, boolean force) throws DeployException {
        if (state.find(symbolicName).isEmpty()) {
            throw new DeployException("no bundle " + symbolicName + " was deployed");
        }
        Optional<Bundle> present = find(symbolicName);
        RefreshPlan plan = agreed(plan(symbolicName, Optional.empty()), force);
        try {
            state.restore(symbolicName, Optional.empty());
            if (present.isPresent()) {
                swap.withdraw(present.get());
            }
        } catch (BundleException | IOException e) {
            throw new DeployException(symbolicName + " was not undeployed: " + BundleSwap.reason(e), e);
        }
        RefreshPlan done = new RefreshPlan(
                symbolicName,
                plan.from(),
                find(symbolicName).map(bundle -> bundle.getVersion().toString()),
                plan.core(),
                plan.others());
        LOG.info("undeployed {}", done.describe());
        sweep();
        return done;
    }

    @Override
    public List<Deployed> list() {
        return state.list().stream()
                .map(entry -> new Deployed(entry.symbolicName(), entry.version()))
                .toList();
    }
}
