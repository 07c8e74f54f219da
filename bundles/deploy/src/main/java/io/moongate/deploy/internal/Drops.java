package io.moongate.deploy.internal;

import io.moongate.runtime.store.DurableFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of one kind in the home's {@code deploy}: taken in once each, taken back when they go. */
abstract class Drops implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);

    private final Path directory;
    private final String suffix;
    private final DropLedger ledger;

    /** @param suffix which files; those that begin with a dot are not there yet */
    Drops(Path home, String suffix) {
        this.directory = home.resolve("deploy");
        this.suffix = suffix;
        this.ledger =
                new DropLedger(new DurableFile(home.resolve("state").resolve("drops" + suffix), DropLedger.longest()));
    }

    /** Deploys a file. @return the name of what it became */
    abstract String take(Path file) throws IOException;

    /** Takes back what a file became. */
    abstract void takeBack(String name) throws IOException;

    @Override
    public boolean canHandle(File artifact) {
        return artifact.isFile()
                && artifact.getName().endsWith(suffix)
                && !artifact.getName().startsWith(".")
                && directory.equals(artifact.toPath().getParent());
    }

    @Override
    public void install(File artifact) throws IOException {
        String digest = BundleFile.digest(artifact.toPath());
        if (!ledger.has(artifact.getName(), digest)) {
            ledger.put(artifact.getName(), new DropLedger.Drop(digest, tryTake(artifact)));
        }
    }

    private String tryTake(File artifact) {
        try {
            return take(artifact.toPath());
        } catch (IOException e) {
            LOG.error("deploy/{}: {}", artifact.getName(), e.getMessage());
            return "";
        }
    }

    @Override
    public void update(File artifact) throws IOException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) throws IOException {
        var name = ledger.remove(artifact.getName());
        if (name.isPresent()) {
            takeBack(name.get());
        }
    }
}
