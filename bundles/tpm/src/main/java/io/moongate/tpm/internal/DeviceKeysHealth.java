package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeys;
import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.HealthCheck;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whether the device's keys are where they should be and can be used. */
final class DeviceKeysHealth implements HealthCheck {

    private final DeviceKeys keys;
    private final Optional<ChipQueue> chip;
    private final boolean required;
    private final IdentityTask identity;

    /** @param required whether a chip that is away is a failure, and not a warning */
    DeviceKeysHealth(DeviceKeys keys, Optional<ChipQueue> chip, boolean required, IdentityTask identity) {
        this.keys = keys;
        this.chip = chip;
        this.required = required;
        this.identity = identity;
    }

    @Override
    public String name() {
        return "device keys";
    }

    @Override
    public CompletionStage<Health> check() {
        return chip.map(this::probe)
                .orElseGet(() -> CompletableFuture.completedFuture(Health.warn(keys.description())));
    }

    private CompletionStage<Health> probe(ChipQueue queue) {
        return queue.submit(OpenChip::probe).handle((answer, failure) -> {
            if (failure != null) {
                String reason = (failure instanceof CompletionException ? failure.getCause() : failure).getMessage();
                return required ? Health.fail(reason) : Health.warn(reason);
            }
            return identity.trouble()
                    .map(trouble -> Health.warn(keys.description() + ", but no identity yet: " + trouble))
                    .orElseGet(() -> Health.ok(keys.description()));
        });
    }
}
