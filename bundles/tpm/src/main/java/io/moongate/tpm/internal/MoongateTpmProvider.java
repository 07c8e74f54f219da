package io.moongate.tpm.internal;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
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
        DIGESTS.forEach((signature, digest) ->
                putService(new SignatureService(this, signature, () -> new DeviceSignature.OfDigest(digest))));
        putService(new SignatureService(this, "RSASSA-PSS", DeviceSignature.Pss::new));
    }

    private interface Maker {
        DeviceSignature make() throws NoSuchAlgorithmException;
    }

    private static final class SignatureService extends Service {
        private final Maker maker;

        SignatureService(Provider provider, String signature, Maker maker) {
            super(
                    provider,
                    "Signature",
                    signature,
                    DeviceSignature.class.getName(),
                    List.of(),
                    Map.of("SupportedKeyClasses", DevicePrivateKey.class.getName()));
            this.maker = maker;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return maker.make();
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return key instanceof DevicePrivateKey;
        }
    }
}
