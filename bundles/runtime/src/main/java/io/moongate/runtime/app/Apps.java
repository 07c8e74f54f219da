package io.moongate.runtime.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's apps. An OSGi service; thread-safe. Every change is on disk before it happens: what was deployed, stopped
 * or disabled is so after a restart.
 */
public interface Apps {

    List<AppStatus> list();

    /**
     * Whether the apps that were there when the gateway started have not all been started for the first time, with or
     * without success. Once it is false it stays so.
     */
    boolean isStarting();

    /** The app while it runs. */
    Optional<App> running(String name);

    /**
     * Installs or replaces an app from a zip and starts it.
     *
     * @param name a file name of letters, digits, {@code . _ -}
     * @throws IOException when it cannot be stored; what was there stays
     */
    void deploy(String name, InputStream zip) throws IOException;

    /** Runs an app from a directory or zip where it is, for this run of the gateway. */
    void deployInPlace(String name, Path source, Optional<String> mount);

    /** Stops an app and deletes what was deployed. */
    void undeploy(String name) throws IOException;

    void start(String name) throws IOException;

    void stop(String name) throws IOException;

    /** Stops and starts with the files as they are now. */
    void restart(String name) throws IOException;
}
