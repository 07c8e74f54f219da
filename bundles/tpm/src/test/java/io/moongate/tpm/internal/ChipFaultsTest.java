package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys.Kind;
import io.moongate.runtime.health.Health;
import io.moongate.runtime.health.Health.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chip that is busy, locked, tampered with or gone. */
class ChipFaultsTest {

    /** Response codes of TPM 2.0 Library, part 2, section 6.6.3. */
    private static final int RC_RETRY = 0x922;

    @TempDir
    Path directory;

    private Swtpm swtpm;
    private FaultyTpm faulty;
    private ChipQueue queue;
    private ChipKeys keys;

    @BeforeEach
    void start() throws IOException {
        swtpm = new Swtpm(directory.resolve("chip"));
        faulty = new FaultyTpm(swtpm.port());
        queue = new ChipQueue(faulty.address());
        keys = new ChipKeys(queue);
        sign();
    }

    @AfterEach
    void stop() throws IOException {
        queue.close();
        faulty.close();
        swtpm.close();
    }

    private CompletableFuture<byte[]> signLater() {
        return keys.sign("device", Kind.P256, new byte[32]).toCompletableFuture();
    }

    private byte[] sign() {
        return signLater().join();
    }

    private static void assertFails(ThrowingCallable operation, String code) {
        assertThatThrownBy(operation)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(DeviceKeyException.class)
                .hasFieldOrPropertyWithValue("code", code);
    }

    @Test
    void a_busy_chip_is_asked_again() {
        faulty.refuse(RC_RETRY, 3);
        assertThat(sign()).isNotEmpty();
    }

    @Test
    void a_chip_that_stays_busy_gives_a_code() {
        faulty.refuse(RC_RETRY, 1000);
        assertFails(this::sign, "tpmbusy");
        faulty.refuse(0, 0);
        assertThat(sign()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x921,tpmlockout", "0x101,tpmfailed", "0x1FF,tpmfailed", "0x2DB,tpmfailed"})
    void a_refusal_gives_a_code_and_prints_nothing(String response, String code) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed));
        try {
            faulty.refuse(Integer.decode(response), 1);
            assertFails(this::sign, code);
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString()).isEmpty();
        assertThat(sign()).isNotEmpty();
    }

    @Test
    void a_connection_lost_in_the_middle_of_a_command_is_made_anew() {
        faulty.breakOff();
        assertThat(sign()).isNotEmpty();
    }

    @Test
    void a_changed_response_is_noticed() {
        faulty.change(response -> {
            response[response.length - 1] ^= 1;
            return response;
        });
        assertFails(this::sign, "tpmtampered");
    }

    /** Whoever sits on the bus could answer without the session's HMAC. */
    @Test
    void a_response_without_authentication_is_refused() {
        faulty.change(ChipFaultsTest::withoutAuthentication);
        assertFails(this::sign, "tpmtampered");
    }

    private static byte[] withoutAuthentication(byte[] response) {
        if (response.length == 10) {
            return response;
        }
        int parameters = ByteBuffer.wrap(response).getInt(10);
        return ByteBuffer.allocate(10 + parameters)
                .putShort((short) 0x8001)
                .putInt(10 + parameters)
                .putInt(0)
                .put(response, 14, parameters)
                .array();
    }

    @Test
    void a_chip_killed_under_fifty_callers_fails_or_serves_each_and_comes_back() throws IOException {
        List<CompletableFuture<byte[]>> calls =
                IntStream.range(0, 50).mapToObj(i -> signLater()).toList();
        calls.get(5).join();
        swtpm.kill();
        for (CompletableFuture<byte[]> call : calls) {
            Throwable failure = call.handle((signature, thrown) -> thrown).join();
            if (failure != null) {
                assertThat(failure).hasFieldOrPropertyWithValue("code", "tpmunavailable");
            }
        }
        assertThat(calls.getLast()).isCompletedExceptionally();
        swtpm.start();
        assertThat(sign()).isNotEmpty();
    }

    @Test
    void health_tells_of_a_chip_that_has_vanished() throws IOException {
        try (IdentityTask identity =
                new IdentityTask(new IdentityMaker(keys, directory.resolve("certificate.pem")), made -> {})) {
            assertThat(health(identity, false).reason()).contains("no identity yet");
            identity.start();
            identity.identity().join();
            assertThat(health(identity, false)).isEqualTo(Health.ok("TPM 2.0 at " + faulty.address()));
            swtpm.kill();
            assertThat(health(identity, false).status()).isEqualTo(Status.WARN);
            assertThat(health(identity, true).status()).isEqualTo(Status.FAIL);
            assertThat(health(identity, true).reason()).contains("does not answer");
            swtpm.start();
            assertThat(health(identity, true).status()).isEqualTo(Status.OK);
        }
    }

    private Health health(IdentityTask identity, boolean required) {
        return new DeviceKeysHealth(keys, Optional.of(queue), required, identity)
                .check()
                .toCompletableFuture()
                .join();
    }
}
