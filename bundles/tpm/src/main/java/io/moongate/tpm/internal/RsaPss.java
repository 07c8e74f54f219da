package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/** RSASSA-PSS over a digest that is there already, which JCA has no word for; the salt is as long as the digest. */
final class RsaPss {

    private RsaPss() {}

    static boolean verifies(RSAPublicKey key, byte[] digest, byte[] signature) {
        PSSSigner signer =
                signer(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()), digest);
        return signer.verifySignature(signature);
    }

    static byte[] sign(RSAPrivateCrtKey key, byte[] digest) {
        var parameters = new RSAPrivateCrtKeyParameters(
                key.getModulus(),
                key.getPublicExponent(),
                key.getPrivateExponent(),
                key.getPrimeP(),
                key.getPrimeQ(),
                key.getPrimeExponentP(),
                key.getPrimeExponentQ(),
                key.getCrtCoefficient());
        try {
            return signer(true, parameters, digest).generateSignature();
        } catch (CryptoException e) {
            throw new DeviceKeyException(DeviceKeyException.FAILED, e.getMessage(), e);
        }
    }

    private static PSSSigner signer(boolean signs, CipherParameters key, byte[] digest) {
        PSSSigner signer = PSSSigner.createRawSigner(new RSABlindedEngine(), hashOf(digest));
        signer.init(signs, key);
        signer.update(digest, 0, digest.length);
        return signer;
    }

    private static Digest hashOf(byte[] digest) {
        return switch (digest.length) {
            case 32 -> new SHA256Digest();
            case 48 -> new SHA384Digest();
            case 64 -> new SHA512Digest();
            default ->
                throw new DeviceKeyException(
                        DeviceKeyException.UNSUPPORTED, "a digest has 32, 48 or 64 bytes, not " + digest.length);
        };
    }
}
