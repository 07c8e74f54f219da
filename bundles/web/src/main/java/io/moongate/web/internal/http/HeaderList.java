package io.moongate.web.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields of a response: names compare without case and keep the spelling they first had. Values are Latin-1. */
public final class HeaderList {

    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>(8);

    public Optional<String> get(String name) {
        int i = indexOf(name);
        return i < 0 ? Optional.empty() : Optional.of(fields.get(i).value);
    }

    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    /** Replaces the field. */
    public void set(String name, String value) {
        int i = indexOf(name);
        if (i < 0) {
            fields.add(new Field(name, value));
        } else {
            fields.set(i, new Field(fields.get(i).name, value));
        }
    }

    /** Adds another field of that name. */
    public void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    public void remove(String name) {
        fields.removeIf(field -> field.name.equalsIgnoreCase(name));
    }

    public void clear() {
        fields.clear();
    }

    public void forEach(BiConsumer<String, String> action) {
        for (Field field : fields) {
            action.accept(field.name, field.value);
        }
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name.equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
