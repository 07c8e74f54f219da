package io.moongate.lua.fiber;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Fibers on virtual threads that hand a baton to each other, so that only one of them runs at a time. */
final class ThreadFibers implements FiberFactory {

    @Override
    public Fiber create(Kind kind, Runnable body) {
        return new ThreadFiber(body);
    }

    private static final class ThreadFiber implements Fiber {
        private final Runnable body;
        private final Semaphore resumed = new Semaphore(0);
        private final Semaphore suspended = new Semaphore(0);
        private @Nullable Thread thread;
        private @Nullable Throwable failure;
        private boolean running;
        private boolean done;

        ThreadFiber(Runnable body) {
            this.body = body;
        }

        @Override
        public boolean resume() {
            if (running || done) {
                throw new IllegalStateException(done ? "fiber has ended" : "fiber is running");
            }
            running = true;
            if (thread == null) {
                thread = Thread.ofVirtual().name("fiber").start(this::run);
            } else {
                resumed.release();
            }
            suspended.acquireUninterruptibly();
            running = false;
            rethrow();
            return done;
        }

        @Override
        public void suspend() {
            suspended.release();
            resumed.acquireUninterruptibly();
        }

        @Override
        public boolean isDone() {
            return done;
        }

        private void run() {
            try {
                body.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                done = true;
                suspended.release();
            }
        }

        private void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("checked exception out of a Runnable", failure);
            }
        }
    }
}
