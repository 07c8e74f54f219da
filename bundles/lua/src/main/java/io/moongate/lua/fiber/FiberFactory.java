package io.moongate.lua.fiber;

/** Makes {@link Fiber}s. Fibers that nest in each other come from the same factory. */
public interface FiberFactory {

    /** What a fiber belongs to: {@link Fiber#suspend} passes through fibers of other kinds that run inside. */
    enum Kind {
        COROUTINE,
        STRAND
    }

    Fiber create(Kind kind, Runnable body);

    /** The fastest way this JVM has: continuations, or else threads. */
    static FiberFactory best() {
        return ContinuationFibers.isAvailable() ? continuations() : threads();
    }

    /**
     * Fibers on {@code jdk.internal.vm.Continuation}: about 80 ns a switch. Needs {@code --add-exports
     * java.base/jdk.internal.vm=ALL-UNNAMED}.
     */
    static FiberFactory continuations() {
        return new ContinuationFibers();
    }

    /** Fibers on virtual threads that hand over to each other: works on every JVM, some ten times slower. */
    static FiberFactory threads() {
        return new ThreadFibers();
    }
}
