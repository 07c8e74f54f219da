package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeys.Kind;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import tss.tpm.TPM2B_PUBLIC_KEY_RSA;
import tss.tpm.TPMS_ECC_POINT;
import tss.tpm.TPMT_PUBLIC;

/** Public keys between the TPM's structures and JCA. */
final class PublicKeys {

    private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65537);

    private PublicKeys() {}

    static PublicKey of(TPMT_PUBLIC area) {
        try {
            return switch (area.unique) {
                case TPMS_ECC_POINT point -> ecc(point, curveOf(point));
                case TPM2B_PUBLIC_KEY_RSA rsa ->
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(new BigInteger(1, rsa.buffer), RSA_EXPONENT));
                default -> throw new IllegalArgumentException("no public key in " + area.type());
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Kind curveOf(TPMS_ECC_POINT point) {
        int size = Math.max(point.x.length, point.y.length);
        return size <= 32 ? Kind.P256 : size <= 48 ? Kind.P384 : Kind.P521;
    }

    static ECPublicKey ecc(TPMS_ECC_POINT point, Kind curve) throws GeneralSecurityException {
        ECPoint w = new ECPoint(new BigInteger(1, point.x), new BigInteger(1, point.y));
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, parametersOf(curve)));
    }

    /** The domain parameters of a curve. */
    static ECParameterSpec parametersOf(Kind curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(
                switch (curve) {
                    case P256 -> "secp256r1";
                    case P384 -> "secp384r1";
                    case P521 -> "secp521r1";
                    case RSA2048 -> throw new IllegalArgumentException("RSA has no curve");
                }));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
