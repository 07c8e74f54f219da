package io.moongate.deploy.internal;

import io.moongate.deploy.Deployer;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Bundles dropped into {@code deploy}. Ranked before FileInstall's own handling of jars. */
@Component(
        service = {ArtifactInstaller.class, ArtifactListener.class},
        immediate = true,
        property = "service.ranking:Integer=1000")
public final class BundleDrops extends Drops {

    private final Deployer deployer;

    /** Called by the framework. */
    @Activate
    public BundleDrops(BundleContext context, @Reference Deployer deployer) {
        super(Path.of(context.getProperty("moongate.home")), ".jar");
        this.deployer = deployer;
    }

    @Override
    String take(Path file) throws IOException {
        return deployer.deploy(file, false).symbolicName();
    }

    @Override
    void takeBack(String name) throws IOException {
        deployer.undeploy(name, false);
    }
}
