package io.moongate.runtime.app;

/**
 * How a bundle takes part in the life of apps: an OSGi service (whiteboard). Called on the app's VM thread, on a strand
 * that may wait.
 */
public interface AppExtension {

    /** Before {@code .preload} runs: the place to add to the app's environment. */
    default void starting(App app) {}

    /** After {@code .preload} returned without error, or at once for an extension that comes later. */
    default void started(App app) {}

    /** After {@code onunload}, also when {@code .preload} failed. Called once for each {@link #starting}. */
    default void stopped(App app) {}
}
