package io.moongate.tls.internal;

import io.moongate.net.tls.CertificateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The operating system's authorities, read once for all VMs, at first use. Thread-safe. */
final class SystemTrust {

    private @Nullable CompletableFuture<CertificateStore> store;

    /** Completes with the shared store, which must not be added to. A failed read is tried again by the next call. */
    synchronized CompletionStage<CertificateStore> store() {
        if (store == null || store.isCompletedExceptionally()) {
            store = CompletableFuture.supplyAsync(SystemTrust::read);
        }
        return store;
    }

    private static CertificateStore read() {
        try {
            return CertificateStore.system();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
