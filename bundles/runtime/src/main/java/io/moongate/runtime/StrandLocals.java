package io.moongate.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that belong to one strand, by the class of the value. */
public final class StrandLocals {
    private final Map<Class<?>, Object> values = new HashMap<>(2);

    public <T> @Nullable T get(Class<T> key) {
        return key.cast(values.get(key));
    }

    public <T> void set(Class<T> key, T value) {
        values.put(key, value);
    }

    public void remove(Class<?> key) {
        values.remove(key);
    }
}
