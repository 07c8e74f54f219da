package io.moongate.deploy;

import java.nio.file.Path;
import java.util.List;

/**
 * Deploys bundles: the one way for files dropped into {@code deploy}, the shell and programs. An OSGi service; thread-safe,
 * one change at a time. What is wanted is on disk before the framework follows, so what was deployed is there after a
 * restart. A bundle that is already there, the distribution's too, is replaced by the one of the same symbolic name.
 */
public interface Deployer {

    /** What {@link #deploy} of this file would do. Changes nothing. @throws DeployException when it is no bundle */
    RefreshPlan preview(Path bundle) throws DeployException;

    /**
     * Installs or replaces a bundle and starts it. When the new one does not start and there was one before, that one is
     * put back.
     *
     * @param bundle the file; copied
     * @param force do it even though other bundles restart
     * @return what was done
     * @throws DeployException when it was not done, with the reason; the gateway is then as before
     */
    RefreshPlan deploy(Path bundle, boolean force) throws DeployException;

    /**
     * Takes back a deployment: the distribution's bundle of that name comes back, or the bundle goes.
     *
     * @throws DeployException when nothing of that name was deployed, or as for {@link #deploy}
     */
    RefreshPlan undeploy(String symbolicName, boolean force) throws DeployException;

    /** What is deployed over the distribution. */
    List<Deployed> list();

    /** A deployed bundle. */
    record Deployed(String symbolicName, String version) {}
}
