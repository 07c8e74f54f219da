package io.moongate.tpm.internal;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A JCA signature that digests in software and has the device sign the digest. */
abstract sealed class DeviceSignature extends SignatureSpi {

    private @Nullable DevicePrivateKey key;

    private DeviceSignature() {}

    /** The digest of what is signed. @throws SignatureException before it is known which */
    abstract MessageDigest digest() throws SignatureException;

    abstract byte[] sign(DevicePrivateKey signer, byte[] digest);

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        if (!(privateKey instanceof DevicePrivateKey deviceKey)) {
            throw new InvalidKeyException("expected a key of " + MoongateTpmProvider.NAME);
        }
        key = deviceKey;
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        throw new InvalidKeyException("public keys are verified by other providers");
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
        digest().update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
        digest().update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        if (key == null) {
            throw new SignatureException("not initialised for signing");
        }
        try {
            return sign(key, digest().digest());
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

    /** ECDSA, or RSA with PKCS#1 1.5. */
    static final class OfDigest extends DeviceSignature {
        private final MessageDigest digest;

        OfDigest(String algorithm) throws NoSuchAlgorithmException {
            digest = MessageDigest.getInstance(algorithm);
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            super.engineInitSign(privateKey);
            digest.reset();
        }

        @Override
        MessageDigest digest() {
            return digest;
        }

        @Override
        byte[] sign(DevicePrivateKey signer, byte[] digested) {
            return signer.sign(digested);
        }
    }

    /** RSASSA-PSS as TLS 1.3 wants it (RFC 8446, section 4.2.3): one hash for all, a salt as long as it. */
    static final class Pss extends DeviceSignature {
        private @Nullable MessageDigest digest;

        @Override
        MessageDigest digest() throws SignatureException {
            if (digest == null) {
                throw new SignatureException("RSASSA-PSS needs its parameters first");
            }
            return digest;
        }

        @Override
        byte[] sign(DevicePrivateKey signer, byte[] digested) {
            return signer.signPss(digested);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
            if (!(parameters instanceof PSSParameterSpec pss)) {
                throw new InvalidAlgorithmParameterException("RSASSA-PSS parameters expected");
            }
            try {
                MessageDigest wanted = MessageDigest.getInstance(pss.getDigestAlgorithm());
                if (!(pss.getMGFParameters() instanceof MGF1ParameterSpec mask)
                        || !mask.getDigestAlgorithm().equals(pss.getDigestAlgorithm())
                        || pss.getSaltLength() != wanted.getDigestLength()) {
                    throw new InvalidAlgorithmParameterException(
                            "the device signs with MGF1 of the same hash and a salt as long as it");
                }
                digest = wanted;
            } catch (NoSuchAlgorithmException e) {
                throw new InvalidAlgorithmParameterException(e);
            }
        }

        @Override
        protected @Nullable AlgorithmParameters engineGetParameters() {
            if (digest == null) {
                return null;
            }
            String hash = digest.getAlgorithm();
            try {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
                parameters.init(
                        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), digest.getDigestLength(), 1));
                return parameters;
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }
    }
}
