package io.moongate.runtime.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An object that wants closing, once: by its module's end, its VM's end or the garbage collector. */
final class OpenObject<T> implements Runnable {

    private record Open<T>(T object, Consumer<T> closer) {}

    private final AtomicReference<Open<T>> open;

    OpenObject(T object, Consumer<T> closer) {
        open = new AtomicReference<>(new Open<>(object, closer));
    }

    @Override
    public void run() {
        Open<T> last = open.getAndSet(null);
        if (last != null) {
            last.closer.accept(last.object);
        }
    }

    /** Lets go of the object without closing it. */
    void forget() {
        open.set(null);
    }
}
