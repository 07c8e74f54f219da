package io.moongate.lua.fiber;

/**
 * Code that can suspend itself in the middle and be resumed later, once per suspension. Fibers nest: a fiber resumed
 * inside another is suspended along with it when the outer one suspends, and comes back with it.
 *
 * <p>A fiber is not thread-safe: one thread at a time resumes it. A suspended fiber that is no longer referenced is
 * garbage like any object.
 */
public interface Fiber {

    /**
     * Runs the body from its start or from its last suspension until it suspends again or ends. What the body throws
     * comes out here, and ends the fiber.
     *
     * @return true when the body has ended, false when it is suspended
     * @throws IllegalStateException when the fiber is running or has ended
     */
    boolean resume();

    /**
     * Suspends this fiber, with every fiber running inside it. Called from within the body only; returns when the fiber
     * is resumed.
     *
     * @throws IllegalStateException when a native frame on the stack makes suspension impossible
     */
    void suspend();

    /** Whether the body has ended. */
    boolean isDone();
}
