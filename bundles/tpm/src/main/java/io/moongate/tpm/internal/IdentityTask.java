package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.pki.PkiException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the device's identity aside, because a chip takes its time and nobody waits for the identity at the start. Where
 * it cannot be made, tries again, ever more seldom, for a chip that comes late.
 */
final class IdentityTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityTask.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final IdentityMaker maker;
    private final Consumer<DeviceIdentity> announce;
    private final CompletableFuture<DeviceIdentity> identity = new CompletableFuture<>();
    private final Thread thread = Thread.ofVirtual().name("device-identity").unstarted(this::run);
    private volatile String trouble = "it is being made";

    /** @param announce called once, on a thread of this task */
    IdentityTask(IdentityMaker maker, Consumer<DeviceIdentity> announce) {
        this.maker = maker;
        this.announce = announce;
    }

    void start() {
        thread.start();
    }

    /** Completes when the identity is there; fails when this task is closed before. */
    CompletableFuture<DeviceIdentity> identity() {
        return identity;
    }

    /** Why there is no identity yet; empty when there is. */
    Optional<String> trouble() {
        return identity.isDone() ? Optional.empty() : Optional.of(trouble);
    }

    private void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!attempt()) {
                Thread.sleep(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() throws InterruptedException {
        try {
            DeviceIdentity made = maker.make();
            announce.accept(made);
            identity.complete(made);
            LOG.info("this device is {}", made.id());
            return true;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException(e.toString());
        } catch (IOException | PkiException | CompletionException e) {
            String reason = String.valueOf((e instanceof CompletionException ? e.getCause() : e).getMessage());
            if (!reason.equals(trouble)) {
                LOG.warn("this device has no identity yet: {}", reason);
            }
            trouble = reason;
            return false;
        }
    }

    /** The bundle's classes must stay until its thread has ended. */
    @Override
    public void close() {
        identity.completeExceptionally(new IllegalStateException("the device's keys are being stopped"));
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(STOP_LIMIT)) {
                LOG.warn("the device's identity is still being made after {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
