package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.device.DeviceKeys;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The shell command {@code moongate:identity}. */
public final class IdentityCommand {

    private final IdentityTask task;
    private final DeviceKeys keys;
    private final Duration patience;

    /** @param patience how long to wait for an identity that is being made */
    IdentityCommand(IdentityTask task, DeviceKeys keys, Duration patience) {
        this.task = task;
        this.keys = keys;
        this.patience = patience;
    }

    /** Says who the device is and where its key is. */
    public String identity() throws InterruptedException {
        DeviceIdentity identity = await();
        return identity.id() + "\nkey: " + keys.description() + "\n"
                + identity.certificate().stripTrailing();
    }

    /** {@code identity csr}: a request to be signed by a fleet's authority. */
    public String identity(String what) throws InterruptedException {
        return switch (what) {
            case "csr" -> await().request().stripTrailing();
            case "certificate" -> await().certificate().stripTrailing();
            default -> throw new IllegalArgumentException("identity " + what + ": csr or certificate expected");
        };
    }

    private DeviceIdentity await() throws InterruptedException {
        try {
            return task.identity().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "this device has no identity yet: " + task.trouble().orElse("it is being made"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }
}
