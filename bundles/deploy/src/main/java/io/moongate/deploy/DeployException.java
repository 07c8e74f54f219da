package io.moongate.deploy;

import java.io.IOException;

/** A deployment that was refused or failed; the message is for the person who deploys. */
public final class DeployException extends IOException {

    public DeployException(String message) {
        super(message);
    }

    public DeployException(String message, Throwable cause) {
        super(message, cause);
    }
}
