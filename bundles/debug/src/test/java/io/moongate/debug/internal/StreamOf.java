package io.moongate.debug.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.StreamSupport;

/** Elements of JSON arrays. */
final class StreamOf {
    private StreamOf() {}

    static JsonObject named(JsonArray array, String name) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(element -> element.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
