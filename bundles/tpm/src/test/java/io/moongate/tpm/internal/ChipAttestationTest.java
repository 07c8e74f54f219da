package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.device.DeviceAttestation.Quote;
import io.moongate.net.device.DeviceKeys.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChipAttestationTest {

    private static final byte[] SECRET = "the database key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Swtpm swtpm;
    private ChipQueue queue;
    private ChipAttestation attestation;

    @BeforeEach
    void start() throws IOException {
        swtpm = new Swtpm(directory.resolve("chip"));
        connect();
    }

    private void connect() {
        queue = new ChipQueue(swtpm.address());
        attestation = new ChipAttestation(queue);
    }

    /** Changes a PCR as a boot loader does that measures something else. */
    private void extend(int pcr) throws IOException {
        queue.close();
        swtpm.tool(directory, "tpm2_pcrextend", pcr + ":sha256=" + "ab".repeat(32));
        connect();
    }

    @AfterEach
    void stop() {
        queue.close();
        swtpm.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void a_sealed_secret_opens_on_this_chip_only() throws IOException {
        byte[] sealed = get(attestation.seal(SECRET, Set.of()));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("database");
        assertThat(get(attestation.unseal(sealed))).isEqualTo(SECRET);
        extend(7);
        assertThat(get(attestation.unseal(sealed))).isEqualTo(SECRET);
        try (Swtpm other = new Swtpm(directory.resolve("other"));
                ChipQueue othersQueue = new ChipQueue(other.address())) {
            ChipAttestation others = new ChipAttestation(othersQueue);
            assertThatThrownBy(() -> get(others.unseal(sealed))).hasMessageContaining("the TPM refused");
        }
    }

    @Test
    void a_secret_sealed_for_a_state_opens_in_that_state_only() throws IOException {
        byte[] sealed = get(attestation.seal(SECRET, Set.of(0, 7)));
        assertThat(get(attestation.unseal(sealed))).isEqualTo(SECRET);
        extend(7);
        assertThatThrownBy(() -> get(attestation.unseal(sealed)))
                .cause()
                .hasFieldOrPropertyWithValue("code", "tpmpolicy");
        assertThat(get(new ChipKeys(queue).sign("after a refusal", Kind.P256, new byte[32])))
                .isNotEmpty();
    }

    @Test
    void garbage_is_refused() {
        assertThatThrownBy(() -> attestation.unseal(new byte[3])).hasMessage("the sealed secret is cut off");
        assertThatThrownBy(() -> get(attestation.unseal(new byte[100]))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> attestation.seal(new byte[129], Set.of())).hasMessageContaining("129");
    }

    /** What a verifier does who knows the attestation key and sent a nonce. */
    @Test
    void a_quote_proves_the_values_of_pcrs() throws GeneralSecurityException {
        byte[] nonce = "a verifier's nonce".getBytes(StandardCharsets.UTF_8);
        Quote quote = get(attestation.quote(nonce, Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));

        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(quote.key());
        verifier.update(quote.attested());
        assertThat(verifier.verify(quote.signature())).isTrue();

        ByteBuffer attested = ByteBuffer.wrap(quote.attested());
        // magic: only the TPM itself signs structures that begin so with a restricted key
        assertThat(attested.getInt()).isEqualTo(0xFF544347);
        // type: TPM_ST_ATTEST_QUOTE
        assertThat(attested.getShort()).isEqualTo((short) 0x8018);
        skipSized(attested); // qualified name of the signer
        assertThat(sized(attested)).isEqualTo(nonce);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThat(quote.pcrs()).hasSize(10);
        quote.pcrs().values().forEach(digest::update);
        byte[] end = Arrays.copyOfRange(quote.attested(), quote.attested().length - 32, quote.attested().length);
        assertThat(end).isEqualTo(digest.digest());
    }

    private static void skipSized(ByteBuffer buffer) {
        sized(buffer);
    }

    private static byte[] sized(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return bytes;
    }
}
