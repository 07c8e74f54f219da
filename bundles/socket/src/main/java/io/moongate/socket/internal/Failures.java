package io.moongate.socket.internal;

import io.moongate.net.NetException;
import io.moongate.runtime.Result;
import java.util.concurrent.CompletionException;
import org.luaj.vm2.Varargs;

/** Turns what went wrong in the network into what Lua is told. */
final class Failures {
    private Failures() {}

    /**
     * {@code nil, code} for a failed future's exception: a code of its own where it has one. Only a name that cannot be
     * resolved has a text too, as programs expect.
     */
    static Varargs of(Throwable failure, String otherwise) {
        return cause(failure) instanceof NetException known
                ? known.code().equals(NetException.CANNOT_RESOLVE)
                        ? Result.fail(known.code(), String.valueOf(known.getMessage()))
                        : Result.fail(known.code())
                : Result.fail(otherwise);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
