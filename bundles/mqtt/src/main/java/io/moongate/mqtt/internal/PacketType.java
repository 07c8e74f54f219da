package io.moongate.mqtt.internal;

import java.util.Locale;
import java.util.Optional;

/** The control packets by the numbers of the MQTT specifications, section 2.1.2. */
enum PacketType {
    RESERVED,
    CONNECT,
    CONNACK,
    PUBLISH,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE,
    UNSUBACK,
    PINGREQ,
    PINGRESP,
    DISCONNECT,
    AUTH;

    private static final PacketType[] BY_NUMBER = values();

    /** The type in the first byte of a packet. */
    static PacketType ofFirstByte(byte first) {
        return BY_NUMBER[(first & 255) >> 4];
    }

    static Optional<PacketType> named(String luaName) {
        for (PacketType type : BY_NUMBER) {
            if (type.luaName().equals(luaName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    String luaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The low four bits of the first byte, which are fixed but for PUBLISH. */
    int flags() {
        return switch (this) {
            case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> 2;
            default -> 0;
        };
    }

    boolean hasFlags(byte first) {
        return this == PUBLISH || (first & 15) == flags();
    }
}
