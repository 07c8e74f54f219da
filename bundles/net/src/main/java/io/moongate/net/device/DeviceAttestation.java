package io.moongate.net.device;

import java.security.PublicKey;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/**
 * What only a chip can do: keep secrets for a measured state of the device, and prove that state to others. An OSGi
 * service where there is a TPM; thread-safe; failures are {@link DeviceKeyException}s.
 *
 * <p>PCRs are platform configuration registers of the SHA-256 bank, 0 to 23.
 */
public interface DeviceAttestation {

    /** The longest secret that can be sealed, in bytes. */
    int LONGEST_SECRET = 128;

    /**
     * Encrypts a secret so that only this chip can open it, and only while the given PCRs have the values they have now.
     *
     * @param pcrs none: at any time
     */
    CompletionStage<byte[]> seal(byte[] secret, Set<Integer> pcrs);

    /** Opens what {@link #seal} returned. */
    CompletionStage<byte[]> unseal(byte[] sealed);

    /**
     * Has the chip sign the values of PCRs.
     *
     * @param nonce up to 32 bytes of the verifier's, against replay
     */
    CompletionStage<Quote> quote(byte[] nonce, Set<Integer> pcrs);

    /**
     * A signed statement about PCRs.
     *
     * @param key the attestation key's public half, P-256; it signs nothing but such statements
     * @param attested the structure {@code TPMS_ATTEST} that was signed (TPM 2.0 Library, part 2, section 10.12.12)
     * @param signature ECDSA with SHA-256 over {@code attested}, in DER
     * @param pcrs the values that the statement's digest is over
     */
    record Quote(PublicKey key, byte[] attested, byte[] signature, SortedMap<Integer, byte[]> pcrs) {}
}
