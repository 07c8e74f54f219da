package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tss.TpmException;
import tss.tpm.TPM_RC;

/**
 * Gives the chip one operation after the other, on a thread of its own: opens it when needed, tries again what the chip
 * asks to try again, and opens it anew when it was gone.
 */
final class ChipQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChipQueue.class);
    /** Operations that may wait. */
    private static final int LONGEST = 1000;

    private static final int MOST_TRIES = 6;
    private static final long FIRST_PAUSE_NANOS = 5_000_000;
    private static final long CLOSE_SECONDS = 5;

    private final String address;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LONGEST),
            Thread.ofPlatform().name("tpm").daemon().factory());
    private @Nullable OpenChip chip;
    private boolean failedLast;

    /** @param address see {@link Transport#open} */
    ChipQueue(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** Runs {@code operation} when it is its turn. */
    <T> CompletableFuture<T> submit(Function<OpenChip, T> operation) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            thread.execute(() -> run(operation, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new DeviceKeyException(
                    DeviceKeyException.OVERLOAD, "more than " + LONGEST + " operations wait for the TPM", e));
        }
        return done;
    }

    private <T> void run(Function<OpenChip, T> operation, CompletableFuture<T> done) {
        try {
            T value = attempt(operation);
            failedLast = false;
            done.complete(value);
        } catch (DeviceKeyException e) {
            if (!failedLast) {
                LOG.warn("{}: {}", address, e.getMessage());
            }
            failedLast = true;
            done.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private <T> T attempt(Function<OpenChip, T> operation) {
        for (int attempt = 1; ; attempt++) {
            try {
                return operation.apply(open());
            } catch (TransportFailure e) {
                reset();
                if (attempt > 1) {
                    throw unavailable(e);
                }
            } catch (SecurityException e) {
                reset();
                throw new DeviceKeyException(DeviceKeyException.TAMPERED, e.getMessage(), e);
            } catch (TpmException e) {
                recover(e, attempt);
            }
        }
    }

    private OpenChip open() {
        OpenChip present = chip;
        if (present != null) {
            return present;
        }
        try {
            OpenChip opened = new OpenChip(Transport.open(address));
            chip = opened;
            return opened;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private DeviceKeyException unavailable(Exception cause) {
        return new DeviceKeyException(
                DeviceKeyException.UNAVAILABLE,
                "the TPM at " + address + " does not answer: " + cause.getMessage(),
                cause);
    }

    /** Returns when it is worth trying again. */
    private void recover(TpmException failure, int attempt) {
        TPM_RC code = failure.ResponseCode;
        if (isPassing(code)) {
            if (attempt >= MOST_TRIES) {
                throw new DeviceKeyException(
                        DeviceKeyException.BUSY, "the TPM at " + address + " stays busy: " + code, failure);
            }
            LockSupport.parkNanos(FIRST_PAUSE_NANOS << attempt);
        } else if (isLostContext(code) && attempt == 1) {
            reset();
        } else {
            throw refusal(failure, code);
        }
    }

    /** What the TPM answers when the same command may work a moment later. */
    private static boolean isPassing(TPM_RC code) {
        return TPM_RC.RETRY.equals(code) || TPM_RC.YIELDED.equals(code) || TPM_RC.TESTING.equals(code);
    }

    /** What the TPM answers when it was reset under us: our session or key is unknown to it. */
    private static boolean isLostContext(TPM_RC code) {
        return TPM_RC.REFERENCE_S0.equals(code)
                || TPM_RC.REFERENCE_S1.equals(code)
                || TPM_RC.REFERENCE_H0.equals(code)
                || TPM_RC.HANDLE.equals(code)
                || TPM_RC.VALUE.equals(code)
                || TPM_RC.AUTH_FAIL.equals(code);
    }

    private static DeviceKeyException refusal(TpmException failure, TPM_RC code) {
        if (TPM_RC.LOCKOUT.equals(code)) {
            return new DeviceKeyException(
                    DeviceKeyException.LOCKOUT,
                    "the TPM is locked after wrong authorisations; wait, or reset it with tpm2_dictionarylockout",
                    failure);
        }
        if (TPM_RC.POLICY_FAIL.equals(code) || TPM_RC.PCR_CHANGED.equals(code)) {
            return new DeviceKeyException(
                    DeviceKeyException.POLICY,
                    "the device is not in the state that the secret was sealed for",
                    failure);
        }
        boolean unsupported = TPM_RC.CURVE.equals(code) || TPM_RC.SCHEME.equals(code) || TPM_RC.SIZE.equals(code);
        return new DeviceKeyException(
                unsupported ? DeviceKeyException.UNSUPPORTED : DeviceKeyException.FAILED,
                "the TPM refused: " + failure.getMessage(),
                failure);
    }

    private void reset() {
        OpenChip present = chip;
        chip = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(this::reset);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
