package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys;
import io.moongate.net.device.DeviceKeys.Kind;
import io.moongate.net.pki.DigestSigner;
import io.moongate.net.pki.PkiException;
import java.security.PublicKey;
import java.util.concurrent.CompletionException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** A device key as what signs certificate requests. */
record DeviceSigner(DeviceKeys keys, String name, Kind kind, PublicKey key) implements DigestSigner {

    @Override
    public SubjectPublicKeyInfo publicKey() {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded());
    }

    @Override
    public byte[] sign(byte[] digest) throws PkiException {
        try {
            return keys.sign(name, kind, digest).toCompletableFuture().join();
        } catch (CompletionException e) {
            String code = e.getCause() instanceof DeviceKeyException failure ? failure.code() : PkiException.INVALID;
            throw new PkiException(code, e.getCause().getMessage());
        }
    }
}
