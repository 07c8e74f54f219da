package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeys.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import tss.tpm.TPM2B_DIGEST_KEYEDHASH;
import tss.tpm.TPM2B_PUBLIC_KEY_RSA;
import tss.tpm.TPMA_OBJECT;
import tss.tpm.TPMS_ECC_PARMS;
import tss.tpm.TPMS_ECC_POINT;
import tss.tpm.TPMS_KEYEDHASH_PARMS;
import tss.tpm.TPMS_NULL_ASYM_SCHEME;
import tss.tpm.TPMS_NULL_KDF_SCHEME;
import tss.tpm.TPMS_NULL_SCHEME_KEYEDHASH;
import tss.tpm.TPMS_RSA_PARMS;
import tss.tpm.TPMS_SCHEME_HMAC;
import tss.tpm.TPMS_SIG_SCHEME_ECDSA;
import tss.tpm.TPMT_PUBLIC;
import tss.tpm.TPMT_SYM_DEF_OBJECT;
import tss.tpm.TPM_ALG_ID;
import tss.tpm.TPM_ECC_CURVE;

/**
 * The templates from which the TPM derives primary keys: the same template gives the same key for the life of the chip's
 * seed, so they must never change. The name of a key is in the template's {@code unique} field, as a hash.
 */
final class Templates {

    private static final TPMA_OBJECT SIGNING = new TPMA_OBJECT(
            TPMA_OBJECT.fixedTPM,
            TPMA_OBJECT.fixedParent,
            TPMA_OBJECT.sensitiveDataOrigin,
            TPMA_OBJECT.userWithAuth,
            TPMA_OBJECT.noDA,
            TPMA_OBJECT.sign);

    private static final TPMA_OBJECT STORAGE = new TPMA_OBJECT(
            TPMA_OBJECT.fixedTPM,
            TPMA_OBJECT.fixedParent,
            TPMA_OBJECT.sensitiveDataOrigin,
            TPMA_OBJECT.userWithAuth,
            TPMA_OBJECT.noDA,
            TPMA_OBJECT.restricted,
            TPMA_OBJECT.decrypt);

    private static final TPMA_OBJECT ATTESTATION = new TPMA_OBJECT(
            TPMA_OBJECT.fixedTPM,
            TPMA_OBJECT.fixedParent,
            TPMA_OBJECT.sensitiveDataOrigin,
            TPMA_OBJECT.userWithAuth,
            TPMA_OBJECT.noDA,
            TPMA_OBJECT.restricted,
            TPMA_OBJECT.sign);

    private static final int RSA_BITS = 2048;

    private Templates() {}

    /** A key for signatures over any digest, whose hash is chosen with each signature. */
    static TPMT_PUBLIC signing(String name, Kind kind) {
        return switch (kind) {
            case P256 -> ecc(TPM_ECC_CURVE.NIST_P256, digest("SHA-256", name), 32);
            case P384 -> ecc(TPM_ECC_CURVE.NIST_P384, digest("SHA-384", name), 48);
            case P521 -> ecc(TPM_ECC_CURVE.NIST_P521, digest("SHA-512", name), 66);
            case RSA2048 -> rsa(digest("SHA-256", name));
        };
    }

    private static TPMT_PUBLIC ecc(TPM_ECC_CURVE curve, byte[] unique, int size) {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                SIGNING,
                new byte[0],
                new TPMS_ECC_PARMS(
                        TPMT_SYM_DEF_OBJECT.nullObject(),
                        new TPMS_NULL_ASYM_SCHEME(),
                        curve,
                        new TPMS_NULL_KDF_SCHEME()),
                new TPMS_ECC_POINT(unique, new byte[size]));
    }

    private static TPMT_PUBLIC rsa(byte[] unique) {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                SIGNING,
                new byte[0],
                new TPMS_RSA_PARMS(TPMT_SYM_DEF_OBJECT.nullObject(), new TPMS_NULL_ASYM_SCHEME(), RSA_BITS, 0),
                new TPM2B_PUBLIC_KEY_RSA(unique));
    }

    /** The storage key that sessions are salted with and secrets are sealed under: the TCG's template for P-256. */
    static TPMT_PUBLIC storage() {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                STORAGE,
                new byte[0],
                new TPMS_ECC_PARMS(
                        new TPMT_SYM_DEF_OBJECT(TPM_ALG_ID.AES, 128, TPM_ALG_ID.CFB),
                        new TPMS_NULL_ASYM_SCHEME(),
                        TPM_ECC_CURVE.NIST_P256,
                        new TPMS_NULL_KDF_SCHEME()),
                new TPMS_ECC_POINT(new byte[32], new byte[32]));
    }

    /** The key that signs quotes: restricted, so that it signs nothing but what the TPM itself says. */
    static TPMT_PUBLIC attestation() {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                ATTESTATION,
                new byte[0],
                new TPMS_ECC_PARMS(
                        TPMT_SYM_DEF_OBJECT.nullObject(),
                        new TPMS_SIG_SCHEME_ECDSA(TPM_ALG_ID.SHA256),
                        TPM_ECC_CURVE.NIST_P256,
                        new TPMS_NULL_KDF_SCHEME()),
                new TPMS_ECC_POINT(digest("SHA-256", "attestation"), new byte[32]));
    }

    /** The key of an HMAC whose results are the device's secrets. */
    static TPMT_PUBLIC secrets() {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                SIGNING,
                new byte[0],
                new TPMS_KEYEDHASH_PARMS(new TPMS_SCHEME_HMAC(TPM_ALG_ID.SHA256)),
                new TPM2B_DIGEST_KEYEDHASH(digest("SHA-256", "secrets")));
    }

    /** A secret that the chip opens at any time. */
    static TPMT_PUBLIC sealed() {
        return sealed(new TPMA_OBJECT(TPMA_OBJECT.userWithAuth), new byte[0]);
    }

    /** A secret that the chip opens where a policy with this digest is satisfied, and not otherwise. */
    static TPMT_PUBLIC sealedBy(byte[] policyDigest) {
        return sealed(new TPMA_OBJECT(), policyDigest);
    }

    private static TPMT_PUBLIC sealed(TPMA_OBJECT access, byte[] policyDigest) {
        return new TPMT_PUBLIC(
                TPM_ALG_ID.SHA256,
                new TPMA_OBJECT(TPMA_OBJECT.fixedTPM, TPMA_OBJECT.fixedParent, TPMA_OBJECT.noDA, access),
                policyDigest,
                new TPMS_KEYEDHASH_PARMS(new TPMS_NULL_SCHEME_KEYEDHASH()),
                new TPM2B_DIGEST_KEYEDHASH(new byte[0]));
    }

    private static byte[] digest(String algorithm, String name) {
        try {
            return MessageDigest.getInstance(algorithm).digest(("moongate:" + name).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
