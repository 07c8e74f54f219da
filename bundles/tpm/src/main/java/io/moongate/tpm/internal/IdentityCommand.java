package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.device.DeviceKeys;

/** The shell command {@code moongate:identity}. */
public final class IdentityCommand {

    private final DeviceIdentity identity;
    private final DeviceKeys keys;

    IdentityCommand(DeviceIdentity identity, DeviceKeys keys) {
        this.identity = identity;
        this.keys = keys;
    }

    /** Says who the device is and where its key is. */
    public String identity() {
        return identity.id() + "\nkey: " + keys.description() + "\n"
                + identity.certificate().stripTrailing();
    }

    /** {@code identity csr}: a request to be signed by a fleet's authority. */
    public String identity(String what) {
        return switch (what) {
            case "csr" -> identity.request().stripTrailing();
            case "certificate" -> identity.certificate().stripTrailing();
            default -> throw new IllegalArgumentException("identity " + what + ": csr or certificate expected");
        };
    }
}
