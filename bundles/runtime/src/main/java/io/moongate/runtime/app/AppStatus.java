package io.moongate.runtime.app;

import java.util.Optional;

/**
 * How an app is doing.
 *
 * @param reason why it failed or was disabled, for the person who reads it
 */
public record AppStatus(String name, String source, Optional<String> mount, State state, Optional<String> reason) {

    public enum State {
        STARTING,
        RUNNING,
        STOPPED,
        /** Its start failed; it is tried again. */
        FAILED,
        /** Its start failed too often; it is tried again when its files change or someone starts it. */
        DISABLED
    }
}
