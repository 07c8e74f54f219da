package io.moongate.mqtt.internal;

import java.io.IOException;

/** What a peer sent is no MQTT. */
final class MalformedPacketException extends IOException {

    private static final long serialVersionUID = 1;

    MalformedPacketException(String reason) {
        super(reason);
    }

    MalformedPacketException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
