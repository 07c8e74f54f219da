package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import tss.tpm.TPMS_SIGNATURE_ECDSA;
import tss.tpm.TPMS_SIGNATURE_RSA;
import tss.tpm.TPMS_SIG_SCHEME_ECDSA;
import tss.tpm.TPMS_SIG_SCHEME_RSAPSS;
import tss.tpm.TPMS_SIG_SCHEME_RSASSA;
import tss.tpm.TPMT_TK_HASHCHECK;
import tss.tpm.TPMU_SIGNATURE;
import tss.tpm.TPMU_SIG_SCHEME;
import tss.tpm.TPM_ALG_ID;

/** The device's keys in a TPM 2.0. */
final class ChipKeys implements DeviceKeys {

    private final ChipQueue queue;

    ChipKeys(ChipQueue queue) {
        this.queue = queue;
    }

    @Override
    public String description() {
        return "TPM 2.0 at " + queue.address();
    }

    @Override
    public boolean isHardware() {
        return true;
    }

    @Override
    public CompletionStage<PublicKey> publicKey(String name, Kind kind) {
        return queue.submit(chip -> PublicKeys.of(load(chip, name, kind).area()));
    }

    @Override
    public CompletionStage<PrivateKey> privateKey(String name, Kind kind) {
        return publicKey(name, kind).thenApply(publicKey -> DevicePrivateKey.of(this, name, kind, publicKey));
    }

    @Override
    public CompletionStage<byte[]> sign(String name, Kind kind, byte[] digest) {
        return queue.submit(chip -> encode(chip.tpm()
                .Sign(load(chip, name, kind).handle(), digest, scheme(kind, digest), TPMT_TK_HASHCHECK.nullTicket())));
    }

    @Override
    public CompletionStage<byte[]> signPss(String name, byte[] digest) {
        return queue.submit(chip -> {
            OpenChip.LoadedKey key = load(chip, name, Kind.RSA2048);
            TPMU_SIG_SCHEME scheme = new TPMS_SIG_SCHEME_RSAPSS(hashOf(digest));
            byte[] signature = encode(chip.tpm().Sign(key.handle(), digest, scheme, TPMT_TK_HASHCHECK.nullTicket()));
            // Chips made before revision 1.38 of the library choose the longest salt there is room for.
            if (!RsaPss.verifies((RSAPublicKey) PublicKeys.of(key.area()), digest, signature)) {
                throw new DeviceKeyException(
                        DeviceKeyException.UNSUPPORTED,
                        "this TPM makes RSASSA-PSS signatures with another salt than TLS takes: use an ECC key");
            }
            return signature;
        });
    }

    @Override
    public CompletionStage<byte[]> secret(String label) {
        byte[] message = label.getBytes(StandardCharsets.UTF_8);
        // A message of any length is made short enough for one command.
        byte[] digest = Kdf.sha256(message);
        return queue.submit(chip ->
                chip.tpm().HMAC(chip.key("secrets", Templates.secrets()).handle(), digest, TPM_ALG_ID.SHA256));
    }

    private static OpenChip.LoadedKey load(OpenChip chip, String name, Kind kind) {
        return chip.key(kind + ":" + name, Templates.signing(name, kind));
    }

    private static TPMU_SIG_SCHEME scheme(Kind kind, byte[] digest) {
        TPM_ALG_ID hash = hashOf(digest);
        return kind == Kind.RSA2048 ? new TPMS_SIG_SCHEME_RSASSA(hash) : new TPMS_SIG_SCHEME_ECDSA(hash);
    }

    private static TPM_ALG_ID hashOf(byte[] digest) {
        return switch (digest.length) {
            case 20 -> TPM_ALG_ID.SHA1;
            case 32 -> TPM_ALG_ID.SHA256;
            case 48 -> TPM_ALG_ID.SHA384;
            case 64 -> TPM_ALG_ID.SHA512;
            default ->
                throw new DeviceKeyException(
                        DeviceKeyException.UNSUPPORTED, "a digest has 20, 32, 48 or 64 bytes, not " + digest.length);
        };
    }

    private static byte[] encode(TPMU_SIGNATURE signature) {
        return switch (signature) {
            case TPMS_SIGNATURE_ECDSA ecdsa -> EcdsaSignature.der(ecdsa.signatureR, ecdsa.signatureS);
            case TPMS_SIGNATURE_RSA rsa -> Arrays.copyOf(rsa.sig, rsa.sig.length);
            default -> throw new IllegalStateException("unexpected signature " + signature.getClass());
        };
    }
}
