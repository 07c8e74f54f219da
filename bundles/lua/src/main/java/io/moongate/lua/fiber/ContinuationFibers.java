package io.moongate.lua.fiber;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** Fibers on the JVM's own delimited continuations. */
final class ContinuationFibers implements FiberFactory {

    private static final String SCOPE_PREFIX = "moongate-";

    /** Whether the launcher exported the JVM's continuations to us and this port of the JVM has them. */
    static boolean isAvailable() {
        try {
            return new ContinuationFibers().create(Kind.COROUTINE, () -> {}).resume();
        } catch (IllegalAccessError | UnsupportedOperationException | NoClassDefFoundError e) {
            return false;
        }
    }

    @Override
    public Fiber create(Kind kind, Runnable body) {
        return new ContinuationFiber(Scopes.of(kind), body);
    }

    /** Immutable: one scope a kind. */
    private static final class Scopes {
        private static final ContinuationScope COROUTINE = new ContinuationScope(SCOPE_PREFIX + Kind.COROUTINE);
        private static final ContinuationScope STRAND = new ContinuationScope(SCOPE_PREFIX + Kind.STRAND);

        static ContinuationScope of(Kind kind) {
            return switch (kind) {
                case COROUTINE -> COROUTINE;
                case STRAND -> STRAND;
            };
        }
    }

    private static final class ContinuationFiber extends Continuation implements Fiber {
        private final ContinuationScope scope;

        ContinuationFiber(ContinuationScope scope, Runnable body) {
            super(scope, body);
            this.scope = scope;
        }

        @Override
        public boolean resume() {
            run();
            return isDone();
        }

        @Override
        public void suspend() {
            Continuation.yield(scope);
        }
    }
}
