package io.moongate.mqtt.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The properties of MQTT 5.0, section 2.2.2.2. In Lua they are named in lower case without blanks. */
enum Property {
    PAYLOAD_FORMAT_INDICATOR(1, Kind.BYTE),
    MESSAGE_EXPIRY_INTERVAL(2, Kind.FOUR_BYTES),
    CONTENT_TYPE(3, Kind.TEXT),
    RESPONSE_TOPIC(8, Kind.TEXT),
    CORRELATION_DATA(9, Kind.BINARY),
    SUBSCRIPTION_IDENTIFIER(11, Kind.VARIABLE),
    SESSION_EXPIRY_INTERVAL(17, Kind.FOUR_BYTES),
    ASSIGNED_CLIENT_IDENTIFIER(18, Kind.TEXT),
    SERVER_KEEP_ALIVE(19, Kind.TWO_BYTES),
    AUTHENTICATION_METHOD(21, Kind.TEXT),
    AUTHENTICATION_DATA(22, Kind.BINARY),
    REQUEST_PROBLEM_INFORMATION(23, Kind.BYTE),
    WILL_DELAY_INTERVAL(24, Kind.FOUR_BYTES),
    REQUEST_RESPONSE_INFORMATION(25, Kind.BYTE),
    RESPONSE_INFORMATION(26, Kind.TEXT),
    SERVER_REFERENCE(28, Kind.TEXT),
    REASON_STRING(31, Kind.TEXT),
    RECEIVE_MAXIMUM(33, Kind.TWO_BYTES),
    TOPIC_ALIAS_MAXIMUM(34, Kind.TWO_BYTES),
    TOPIC_ALIAS(35, Kind.TWO_BYTES),
    MAXIMUM_QOS(36, Kind.BYTE),
    RETAIN_AVAILABLE(37, Kind.BYTE),
    USER_PROPERTY(38, Kind.PAIR),
    MAXIMUM_PACKET_SIZE(39, Kind.FOUR_BYTES),
    WILDCARD_SUBSCRIPTION_AVAILABLE(40, Kind.BYTE),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(41, Kind.BYTE),
    SHARED_SUBSCRIPTION_AVAILABLE(42, Kind.BYTE);

    /** How a value is written. */
    enum Kind {
        BYTE(0xFF),
        TWO_BYTES(0xFFFF),
        FOUR_BYTES(0xFFFF_FFFFL),
        VARIABLE(268_435_455),
        TEXT(0),
        BINARY(0),
        PAIR(0);

        private final long max;

        Kind(long max) {
            this.max = max;
        }

        /** The largest number. */
        long max() {
            return max;
        }

        boolean isNumber() {
            return max > 0;
        }
    }

    private static final Map<Integer, Property> BY_ID = new HashMap<>();
    private static final Map<String, Property> BY_NAME = new HashMap<>();

    static {
        for (Property property : values()) {
            BY_ID.put(property.id, property);
            BY_NAME.put(property.luaName(), property);
        }
    }

    private final int id;
    private final Kind kind;

    Property(int id, Kind kind) {
        this.id = id;
        this.kind = kind;
    }

    int id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    String luaName() {
        return name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    static Optional<Property> ofId(int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** The property of a name; the name of no property is that of a user property. */
    static Optional<Property> named(String luaName) {
        return Optional.ofNullable(BY_NAME.get(luaName)).filter(property -> property != USER_PROPERTY);
    }
}
