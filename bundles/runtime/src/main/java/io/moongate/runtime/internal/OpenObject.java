package io.moongate.runtime.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An object that wants closing, once: by its module's end, its VM's end or the garbage collector. */
final class OpenObject<T> implements Runnable {

    private record Open<T>(T object, Consumer<T> closer) {}

    private final AtomicReference<Open<T>> open;
    private final Consumer<T> onClosed;

    /** @param onClosed told when the object is closed or forgotten; must not hold the object */
    OpenObject(T object, Consumer<T> closer, Consumer<T> onClosed) {
        this.open = new AtomicReference<>(new Open<>(object, closer));
        this.onClosed = onClosed;
    }

    @Override
    public void run() {
        Open<T> last = open.getAndSet(null);
        if (last != null) {
            onClosed.accept(last.object);
            last.closer.accept(last.object);
        }
    }

    /** Lets go of the object without closing it. */
    void forget() {
        open.set(null);
    }
}
