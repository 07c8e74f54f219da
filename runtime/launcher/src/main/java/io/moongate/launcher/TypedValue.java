package io.moongate.launcher;

import java.util.List;

/** A configuration's value as text and back. Types are those that features use: scalars and lists of texts. */
final class TypedValue {

    private static final String LIST_SEPARATOR = "\n";

    private TypedValue() {}

    static String typeOf(Object value) {
        return value.getClass().getSimpleName();
    }

    static String format(Object value) {
        return value instanceof String[] list ? String.join(LIST_SEPARATOR, list) : value.toString();
    }

    static Object parse(String type, String text) {
        return switch (type) {
            case "String" -> text;
            case "Boolean" -> Boolean.valueOf(text);
            case "Integer" -> Integer.valueOf(text);
            case "Long" -> Long.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "String[]" -> text.isEmpty() ? new String[0] : text.split(LIST_SEPARATOR, -1);
            default -> throw new IllegalArgumentException("a configuration cannot hold a " + type);
        };
    }

    /** The value if it is of a type that a feature may use. */
    static Object checked(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toArray(String[]::new)
                : parse(typeOf(value), format(value));
    }
}
