package io.moongate.runtime.internal;

import io.moongate.runtime.LuaVm;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Operations of the platform that block a thread: they get a virtual one of their own. */
final class Blocking {

    private Blocking() {}

    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }

    /** Parks the running strand until {@code operation} has run. */
    static <T> T await(LuaVm vm, Operation<T> operation) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().name("blocking").start(() -> complete(done, operation));
        try {
            return vm.await(done);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    private static <T> void complete(CompletableFuture<T> done, Operation<T> operation) {
        try {
            done.complete(operation.run());
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
