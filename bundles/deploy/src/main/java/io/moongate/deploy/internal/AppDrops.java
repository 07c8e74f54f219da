package io.moongate.deploy.internal;

import io.moongate.runtime.app.Apps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Zips of apps dropped into {@code deploy}. */
@Component(
        service = {ArtifactInstaller.class, ArtifactListener.class},
        property = "service.ranking:Integer=1000")
public final class AppDrops extends Drops {

    private static final String ZIP = ".zip";

    private final Apps apps;

    /** Called by the framework. */
    @Activate
    public AppDrops(BundleContext context, @Reference Apps apps) {
        super(Path.of(context.getProperty("moongate.home")), ZIP);
        this.apps = apps;
    }

    @Override
    String take(Path file) throws IOException {
        String name = file.getFileName().toString();
        String app = name.substring(0, name.length() - ZIP.length());
        try (InputStream zip = Files.newInputStream(file)) {
            apps.deploy(app, zip);
        }
        return app;
    }

    @Override
    void takeBack(String name) throws IOException {
        apps.undeploy(name);
    }
}
