package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChipKeysTest {

    private static final byte[] MESSAGE = "measured value".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Swtpm swtpm;
    private ChipQueue queue;
    private ChipKeys keys;

    @BeforeEach
    void start() throws IOException {
        swtpm = new Swtpm(directory.resolve("chip"));
        connect();
    }

    private void connect() {
        queue = new ChipQueue(swtpm.address());
        keys = new ChipKeys(queue);
    }

    @AfterEach
    void stop() {
        queue.close();
        swtpm.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static byte[] digest(String algorithm) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(MESSAGE);
    }

    private static boolean verifies(PublicKey key, String algorithm, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "P384", "RSA2048"})
    void signatures_verify_with_the_public_key(Kind kind) throws GeneralSecurityException {
        PublicKey publicKey = get(keys.publicKey("device", kind));
        String hash = kind == Kind.P384 ? "SHA-384" : "SHA-256";
        byte[] signature = get(keys.sign("device", kind, digest(hash)));
        assertThat(verifies(publicKey, kind.signature(), signature)).isTrue();
    }

    @Test
    void a_key_is_the_same_after_restarts_and_another_for_another_name_or_chip() throws IOException {
        PublicKey first = get(keys.publicKey("device", Kind.P256));
        byte[] secret = get(keys.secret("database"));
        assertThat(get(keys.publicKey("other", Kind.P256))).isNotEqualTo(first);
        assertThat(get(keys.secret("other"))).isNotEqualTo(secret).hasSize(32);

        queue.close();
        swtpm.kill();
        swtpm.start();
        connect();
        assertThat(get(keys.publicKey("device", Kind.P256))).isEqualTo(first);
        assertThat(get(keys.secret("database"))).isEqualTo(secret);

        try (Swtpm another = new Swtpm(directory.resolve("another"));
                ChipQueue anotherQueue = new ChipQueue(another.address())) {
            ChipKeys anothersKeys = new ChipKeys(anotherQueue);
            assertThat(get(anothersKeys.publicKey("device", Kind.P256))).isNotEqualTo(first);
            assertThat(get(anothersKeys.secret("database"))).isNotEqualTo(secret);
        }
    }

    @Test
    void fifty_callers_at_once_are_all_served() throws GeneralSecurityException {
        byte[] digest = digest("SHA-256");
        List<CompletableFuture<byte[]>> signatures = IntStream.range(0, 50)
                .mapToObj(i -> keys.sign("key" + i % 5, Kind.P256, digest).toCompletableFuture())
                .toList();
        for (int i = 0; i < 50; i++) {
            PublicKey key = get(keys.publicKey("key" + i % 5, Kind.P256));
            assertThat(verifies(key, "SHA256withECDSA", signatures.get(i).join()))
                    .isTrue();
        }
    }

    @Test
    void thousand_signatures_leave_no_handle() throws GeneralSecurityException, IOException {
        byte[] digest = digest("SHA-256");
        for (int i = 0; i < 1000; i++) {
            get(keys.sign("key" + (i / 250), Kind.P256, digest));
        }
        queue.close();
        assertThat(swtpm.tool(directory, "tpm2_getcap", "handles-transient")).isBlank();
        assertThat(swtpm.tool(directory, "tpm2_getcap", "handles-loaded-session"))
                .isBlank();
        connect();
    }

    @Test
    void a_killed_tpm_fails_with_a_code_and_works_again_when_it_is_back() throws GeneralSecurityException, IOException {
        byte[] digest = digest("SHA-256");
        get(keys.sign("device", Kind.P256, digest));
        swtpm.kill();
        assertThatThrownBy(() -> get(keys.sign("device", Kind.P256, digest)))
                .hasCauseInstanceOf(DeviceKeyException.class)
                .cause()
                .hasFieldOrPropertyWithValue("code", "tpmunavailable");
        swtpm.start();
        PublicKey key = get(keys.publicKey("device", Kind.P256));
        assertThat(verifies(key, "SHA256withECDSA", get(keys.sign("device", Kind.P256, digest))))
                .isTrue();
    }

    @Test
    void a_tpm_restarted_under_an_open_connection_is_noticed() throws GeneralSecurityException, IOException {
        PublicKey key = get(keys.publicKey("device", Kind.P256));
        swtpm.kill();
        swtpm.start();
        assertThat(verifies(key, "SHA256withECDSA", get(keys.sign("device", Kind.P256, digest("SHA-256")))))
                .isTrue();
    }

    @Test
    void a_digest_of_odd_length_is_refused() {
        assertThatThrownBy(() -> get(keys.sign("device", Kind.P256, new byte[7])))
                .cause()
                .hasMessage("a digest has 20, 32, 48 or 64 bytes, not 7")
                .hasFieldOrPropertyWithValue("code", "tpmunsupported");
    }

    @Test
    void jca_signs_with_a_handle_of_the_key() throws GeneralSecurityException {
        MoongateTpmProvider provider = new MoongateTpmProvider();
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(get(keys.privateKey("device", Kind.P256)));
        signer.update(MESSAGE);
        assertThat(verifies(get(keys.publicKey("device", Kind.P256)), "SHA256withECDSA", signer.sign()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"SHA-256,32", "SHA-384,48"})
    void jca_signs_by_rsassa_pss(String hash, int salt) throws GeneralSecurityException {
        PSSParameterSpec parameters = new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
        Signature signer = Signature.getInstance("RSASSA-PSS", new MoongateTpmProvider());
        signer.setParameter(parameters);
        signer.initSign(get(keys.privateKey("device", Kind.RSA2048)));
        signer.update(MESSAGE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(parameters);
        verifier.initVerify(get(keys.publicKey("device", Kind.RSA2048)));
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isTrue();
        assertThatThrownBy(() -> signer.setParameter(
                        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt - 1, 1)))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
    }

    /** The template is part of our promise: tpm2-tools, given it in its own words, makes the same key. */
    @Test
    void tpm2_tools_make_the_same_key_from_the_same_template() throws IOException, GeneralSecurityException {
        ECPublicKey ours = (ECPublicKey) get(keys.publicKey("device", Kind.P256));
        queue.close();
        byte[] unique = MessageDigest.getInstance("SHA-256").digest("moongate:device".getBytes(StandardCharsets.UTF_8));
        // TPMS_ECC_POINT as it lies in a C program's memory: two buffers of 128 bytes behind their little-endian sizes.
        byte[] point = new byte[2 * (2 + 128)];
        point[0] = 32;
        System.arraycopy(unique, 0, point, 2, 32);
        point[2 + 128] = 32;
        Files.write(directory.resolve("unique.dat"), point);
        swtpm.tool(
                directory,
                "tpm2_createprimary",
                "-C",
                "o",
                "-g",
                "sha256",
                "-G",
                "ecc256",
                "-c",
                "key.ctx",
                "-u",
                "unique.dat",
                "-a",
                "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign");
        swtpm.tool(directory, "tpm2_readpublic", "-c", "key.ctx", "-f", "pem", "-o", "key.pem");
        String pem = Files.readString(directory.resolve("key.pem"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        assertThat(Arrays.equals(der, ours.getEncoded())).isTrue();
        swtpm.tool(directory, "tpm2_flushcontext", "-t");
        connect();
    }

    @Test
    void openssl_verifies_a_signature() throws IOException, GeneralSecurityException {
        Files.write(directory.resolve("message"), MESSAGE);
        Files.write(directory.resolve("signature"), get(keys.sign("device", Kind.P256, digest("SHA-256"))));
        Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        get(keys.publicKey("device", Kind.P256)).getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        assertThat(swtpm.tool(
                        directory,
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-verify",
                        "key.pem",
                        "-signature",
                        "signature",
                        "message"))
                .contains("Verified OK");
    }
}
