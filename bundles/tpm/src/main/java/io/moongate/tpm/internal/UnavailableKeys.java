package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A chip is demanded and not there: nothing works, and says why, rather than keys that only look safe. */
record UnavailableKeys(String device) implements DeviceKeys {

    @Override
    public String description() {
        return "no keys: a TPM is required, but there is none at " + device;
    }

    @Override
    public boolean isHardware() {
        return false;
    }

    @Override
    public CompletionStage<PublicKey> publicKey(String name, Kind kind) {
        return failed();
    }

    @Override
    public CompletionStage<PrivateKey> privateKey(String name, Kind kind) {
        return failed();
    }

    @Override
    public CompletionStage<byte[]> sign(String name, Kind kind, byte[] digest) {
        return failed();
    }

    @Override
    public CompletionStage<byte[]> secret(String label) {
        return failed();
    }

    private <T> CompletionStage<T> failed() {
        return CompletableFuture.failedFuture(new DeviceKeyException(DeviceKeyException.UNAVAILABLE, description()));
    }
}
