package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeys.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.crypto.KeyAgreement;
import tss.Tpm;
import tss.TpmBuffer;
import tss.tpm.CreatePrimaryResponse;
import tss.tpm.StartAuthSessionResponse;
import tss.tpm.TPMS_ECC_POINT;
import tss.tpm.TPMS_PCR_SELECTION;
import tss.tpm.TPMS_SENSITIVE_CREATE;
import tss.tpm.TPMT_PUBLIC;
import tss.tpm.TPMT_SYM_DEF;
import tss.tpm.TPM_ALG_ID;
import tss.tpm.TPM_HANDLE;
import tss.tpm.TPM_SE;

/**
 * A TPM that is connected, with its session and the keys that are loaded. For one thread. What goes wrong comes out as
 * TSS's exceptions or a {@link TransportFailure}; then this is closed and another opened.
 */
final class OpenChip implements AutoCloseable {

    /** A chip has room for three objects at least; one is left for what is used in passing. */
    private static final int MOST_LOADED = 2;

    private static final TPMS_PCR_SELECTION[] NO_PCRS = {};
    private static final TPMS_SENSITIVE_CREATE NO_SENSITIVE = new TPMS_SENSITIVE_CREATE(new byte[0], new byte[0]);

    /** A key in the chip. */
    record LoadedKey(String id, TPM_HANDLE handle, TPMT_PUBLIC area) {}

    private final SecureRandom random = new SecureRandom();
    private final SecureDevice device;
    private final Tpm tpm = new Tpm();
    private final ProtectedSession session;
    /** The least lately used first. */
    private final List<LoadedKey> loaded = new ArrayList<>();

    OpenChip(Transport transport) throws IOException {
        device = new SecureDevice(transport);
        tpm._setDevice(device);
        try {
            session = startSession();
            device.protect(session);
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private ProtectedSession startSession() {
        CreatePrimaryResponse storage = createPrimary(Templates.storage());
        try {
            return startSession(storage.handle, (TPMS_ECC_POINT) storage.outPublic.unique);
        } finally {
            flush(storage.handle);
        }
    }

    /** Salted with a secret that only the chip can read: part 1, section 19.6.13, and annex C.6.4 of its ECDH. */
    private ProtectedSession startSession(TPM_HANDLE storageKey, TPMS_ECC_POINT storagePoint) {
        byte[] nonce = new byte[ProtectedSession.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(PublicKeys.parametersOf(Kind.P256));
            KeyPair ephemeral = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ephemeral.getPrivate());
            agreement.doPhase(PublicKeys.ecc(storagePoint, Kind.P256), true);
            byte[] ephemeralX =
                    coordinate(((ECPublicKey) ephemeral.getPublic()).getW().getAffineX());
            byte[] ephemeralY =
                    coordinate(((ECPublicKey) ephemeral.getPublic()).getW().getAffineY());
            byte[] salt = Kdf.e(
                    agreement.generateSecret(), "SECRET", ephemeralX, coordinate(new BigInteger(1, storagePoint.x)));
            TpmBuffer secret = new TpmBuffer();
            new TPMS_ECC_POINT(ephemeralX, ephemeralY).toTpm(secret);
            StartAuthSessionResponse started = tpm.StartAuthSession(
                    storageKey,
                    TPM_HANDLE.NULL,
                    nonce,
                    secret.trim(),
                    TPM_SE.HMAC,
                    new TPMT_SYM_DEF(TPM_ALG_ID.AES, 128, TPM_ALG_ID.CFB),
                    TPM_ALG_ID.SHA256);
            return new ProtectedSession(started.handle.handle, salt, nonce, started.nonceTPM, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] coordinate(BigInteger value) {
        return FixedLength.of(value, 32);
    }

    Tpm tpm() {
        return tpm;
    }

    /** Has the chip answer something. @return what it answered */
    byte[] probe() {
        return tpm.GetRandom(1);
    }

    /** The key of a template, loaded. @param id what tells it from others */
    LoadedKey key(String id, TPMT_PUBLIC template) {
        for (LoadedKey key : loaded) {
            if (key.id.equals(id)) {
                loaded.remove(key);
                loaded.add(key);
                return key;
            }
        }
        while (loaded.size() >= MOST_LOADED) {
            flush(loaded.removeFirst().handle);
        }
        CreatePrimaryResponse created = createPrimary(template);
        LoadedKey key = new LoadedKey(id, created.handle, created.outPublic);
        loaded.add(key);
        return key;
    }

    /** Lets {@code use} work with an object that is flushed afterwards. */
    <T> T inPassing(TPM_HANDLE handle, byte[] name, Function<TPM_HANDLE, T> use) {
        device.name(handle.handle, name);
        try {
            return use.apply(handle);
        } finally {
            flush(handle);
        }
    }

    /** Lets {@code use} work with a session that satisfies a policy of PCRs; it ends with it. */
    <T> T withPolicy(TPM_SE type, TPMS_PCR_SELECTION[] pcrs, Function<TPM_HANDLE, T> use) {
        byte[] nonce = new byte[ProtectedSession.NONCE_BYTES];
        random.nextBytes(nonce);
        TPM_HANDLE policy = tpm.StartAuthSession(
                        TPM_HANDLE.NULL,
                        TPM_HANDLE.NULL,
                        nonce,
                        new byte[0],
                        type,
                        TPMT_SYM_DEF.nullObject(),
                        TPM_ALG_ID.SHA256)
                .handle;
        try {
            tpm.PolicyPCR(policy, new byte[0], pcrs);
            return use.apply(policy);
        } finally {
            // After a refusal TSS would take the session for the next command's.
            tpm._withSessions((TPM_HANDLE[]) null);
            tpm.FlushContext(policy);
        }
    }

    private CreatePrimaryResponse createPrimary(TPMT_PUBLIC template) {
        CreatePrimaryResponse created =
                tpm.CreatePrimary(TPM_HANDLE.OWNER, NO_SENSITIVE, template, new byte[0], NO_PCRS);
        device.name(created.handle.handle, created.name);
        return created;
    }

    void flush(TPM_HANDLE handle) {
        device.forget(handle.handle);
        tpm.FlushContext(handle);
    }

    /** Frees what the chip holds for us, as far as it still answers. */
    @Override
    public void close() {
        try {
            loaded.forEach(key -> flush(key.handle));
            tpm.FlushContext(TPM_HANDLE.from(session.handle()));
        } catch (RuntimeException e) {
            // The chip is gone or was reset: what it held for us is gone with it.
            loaded.clear();
        } finally {
            device.close();
        }
    }
}
