package io.moongate.runtime.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Reads completed futures. */
final class Stages {
    private Stages() {}

    /** The value of a completed future; throws what it failed with. */
    static <T> T valueOf(CompletableFuture<T> future) {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case FAILED -> throw unwrap(future.exceptionNow());
            default -> future.join();
        };
    }

    /** What the program threw, out of what futures wrap around it. */
    static Throwable causeOf(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static RuntimeException unwrap(Throwable error) {
        return switch (causeOf(error)) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case Throwable checked -> new CompletionException(checked);
        };
    }
}
