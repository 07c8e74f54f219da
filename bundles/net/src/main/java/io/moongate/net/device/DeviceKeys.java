package io.moongate.net.device;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.concurrent.CompletionStage;

/**
 * The device's keys. A name always stands for the same key on one device and for another key on every other; nothing of
 * it is stored. An OSGi service; thread-safe; failures are {@link DeviceKeyException}s.
 */
public interface DeviceKeys {

    /** What a key is for its name; the same name with another kind is another key. */
    enum Kind {
        P256("EC", "SHA256withECDSA"),
        P384("EC", "SHA384withECDSA"),
        P521("EC", "SHA512withECDSA"),
        RSA2048("RSA", "SHA256withRSA");

        private final String algorithm;
        private final String signature;

        Kind(String algorithm, String signature) {
            this.algorithm = algorithm;
            this.signature = signature;
        }

        /** The JCA name of the key's algorithm. */
        public String algorithm() {
            return algorithm;
        }

        /** The JCA name of the usual signature with such a key. */
        public String signature() {
            return signature;
        }
    }

    /** What people are told the keys are in: {@code "TPM 2.0 at /dev/tpmrm0"}. */
    String description();

    /** Whether the keys are in a chip. If not, whoever reads the disk can have them. */
    boolean isHardware();

    /** The public half of a key. */
    CompletionStage<PublicKey> publicKey(String name, Kind kind);

    /**
     * A handle of the private half, for {@code java.security.Signature} and TLS; it has no encoding. Its operations wait
     * for the chip on the calling thread.
     */
    CompletionStage<PrivateKey> privateKey(String name, Kind kind);

    /**
     * Signs a digest of 20, 32, 48 or 64 bytes, whose length tells the hash.
     *
     * @return an ECDSA signature in DER, or a PKCS#1 1.5 signature
     */
    CompletionStage<byte[]> sign(String name, Kind kind, byte[] digest);

    /**
     * Signs a digest of 32, 48 or 64 bytes with an {@link Kind#RSA2048} key by RSASSA-PSS (RFC 8017), with MGF1 of the
     * digest's hash and a salt as long as it, as TLS 1.3 does.
     */
    CompletionStage<byte[]> signPss(String name, byte[] digest);

    /** 32 bytes that only this device can have, the same for the same label each time. */
    CompletionStage<byte[]> secret(String label);
}
