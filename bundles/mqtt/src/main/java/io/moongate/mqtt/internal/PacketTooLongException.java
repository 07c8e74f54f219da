package io.moongate.mqtt.internal;

import java.io.IOException;

/** A packet longer than what this client takes. */
final class PacketTooLongException extends IOException {

    private static final long serialVersionUID = 1;

    PacketTooLongException(int length, int limit) {
        super("a packet of " + length + " bytes exceeds the limit of " + limit);
    }
}
