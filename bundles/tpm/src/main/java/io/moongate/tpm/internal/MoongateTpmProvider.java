package io.moongate.tpm.internal;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The JCA provider {@code MoongateTPM}: signatures with device keys. It takes no other keys, so that JCA's choice by key
 * finds it wherever a device key is used, in TLS too.
 */
public final class MoongateTpmProvider extends Provider {

    public static final String NAME = "MoongateTPM";

    private static final long serialVersionUID = 1;

    private static final Map<String, String> DIGESTS = Map.of(
            "SHA256withECDSA", "SHA-256",
            "SHA384withECDSA", "SHA-384",
            "SHA512withECDSA", "SHA-512",
            "SHA256withRSA", "SHA-256",
            "SHA384withRSA", "SHA-384",
            "SHA512withRSA", "SHA-512");

    public MoongateTpmProvider() {
        super(NAME, "1.0", "Signatures with keys that stay in the device");
        DIGESTS.forEach((signature, digest) -> putService(new SignatureService(this, signature, digest)));
    }

    private static final class SignatureService extends Service {
        private final String digest;

        SignatureService(Provider provider, String signature, String digest) {
            super(
                    provider,
                    "Signature",
                    signature,
                    DigestThenSign.class.getName(),
                    List.of(),
                    Map.of("SupportedKeyClasses", DevicePrivateKey.class.getName()));
            this.digest = digest;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return new DigestThenSign(MessageDigest.getInstance(digest));
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return key instanceof DevicePrivateKey;
        }
    }

    /** Digests in software and has the device sign the digest. */
    private static final class DigestThenSign extends SignatureSpi {
        private final MessageDigest digest;
        private @Nullable DevicePrivateKey key;

        DigestThenSign(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            if (!(privateKey instanceof DevicePrivateKey deviceKey)) {
                throw new InvalidKeyException("expected a key of " + NAME);
            }
            key = deviceKey;
            digest.reset();
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            throw new InvalidKeyException("public keys are verified by other providers");
        }

        @Override
        protected void engineUpdate(byte b) {
            digest.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (key == null) {
                throw new SignatureException("not initialised for signing");
            }
            try {
                return key.sign(digest.digest());
            } catch (CompletionException e) {
                throw new SignatureException(e.getCause().getMessage(), e.getCause());
            }
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("not initialised for verifying");
        }

        @Deprecated
        @Override
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Deprecated
        @Override
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
