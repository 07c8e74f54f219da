package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.net.device.DeviceKeys;
import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.PkiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The device's keys without a chip: derived from a secret on the disk. Whoever can read the disk and the machine's
 * identity can have them, and {@link #description} says so.
 */
final class SoftwareKeys implements DeviceKeys {

    private final Supplier<byte[]> master;
    /** RSA keys take half a second to make. */
    private final Map<String, AsymmetricKey> rsa = new ConcurrentHashMap<>();

    /** @param master gives the device's secret; throws {@link DeviceKeyException} when it cannot be had */
    SoftwareKeys(Supplier<byte[]> master) {
        this.master = master;
    }

    @Override
    public String description() {
        return "software, NOT a TPM: keys are protected by the file system only";
    }

    @Override
    public boolean isHardware() {
        return false;
    }

    @Override
    public CompletionStage<PublicKey> publicKey(String name, Kind kind) {
        return CompletableFuture.supplyAsync(() -> toJca(key(name, kind), kind));
    }

    @Override
    public CompletionStage<PrivateKey> privateKey(String name, Kind kind) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return key(name, kind).toJca();
            } catch (PkiException e) {
                throw failed(e);
            }
        });
    }

    @Override
    public CompletionStage<byte[]> sign(String name, Kind kind, byte[] digest) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return key(name, kind).sign(digest);
            } catch (PkiException e) {
                throw new DeviceKeyException(DeviceKeyException.UNSUPPORTED, e.getMessage(), e);
            }
        });
    }

    @Override
    public CompletionStage<byte[]> signPss(String name, byte[] digest) {
        return privateKey(name, Kind.RSA2048).thenApply(key -> RsaPss.sign((RSAPrivateCrtKey) key, digest));
    }

    @Override
    public CompletionStage<byte[]> secret(String label) {
        return CompletableFuture.supplyAsync(() -> derive("secret:" + label));
    }

    private AsymmetricKey key(String name, Kind kind) {
        return switch (kind) {
            case P256 -> ecc(name, kind, Curve.SECP256R1);
            case P384 -> ecc(name, kind, Curve.SECP384R1);
            case P521 -> ecc(name, kind, Curve.SECP521R1);
            case RSA2048 -> rsa.computeIfAbsent(name, this::rsa);
        };
    }

    private AsymmetricKey ecc(String name, Kind kind, Curve curve) {
        return AsymmetricKey.ofSeed(
                curve, Kdf.a(derive(kind + ":" + name), "KEY", new byte[0], new byte[0], 8 * curve.seedLength()));
    }

    private AsymmetricKey rsa(String name) {
        try {
            return RsaFromSeed.key(derive(Kind.RSA2048 + ":" + name));
        } catch (PkiException | IOException e) {
            throw failed(e);
        }
    }

    private byte[] derive(String what) {
        return Kdf.hmac(master.get(), what.getBytes(StandardCharsets.UTF_8));
    }

    private static PublicKey toJca(AsymmetricKey key, Kind kind) {
        try {
            return KeyFactory.getInstance(kind.algorithm())
                    .generatePublic(new X509EncodedKeySpec(key.publicKey().getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw failed(e);
        }
    }

    private static DeviceKeyException failed(Exception e) {
        return new DeviceKeyException(DeviceKeyException.FAILED, e.getMessage(), e);
    }
}
