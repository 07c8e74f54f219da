package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeys;
import io.moongate.net.device.DeviceKeys.Kind;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import org.jspecify.annotations.Nullable;

/** A handle of a key that stays where it is: a name and who can use it. */
abstract sealed class DevicePrivateKey implements PrivateKey {

    private static final long serialVersionUID = 1;

    private final transient DeviceKeys keys;
    private final String name;
    private final Kind kind;

    private DevicePrivateKey(DeviceKeys keys, String name, Kind kind) {
        this.keys = keys;
        this.name = name;
        this.kind = kind;
    }

    static DevicePrivateKey of(DeviceKeys keys, String name, Kind kind, PublicKey publicKey) {
        return switch (publicKey) {
            case ECPublicKey ec -> new Ec(keys, name, kind, ec.getParams());
            case RSAPublicKey rsa -> new Rsa(keys, name, kind, rsa.getModulus());
            default -> throw new IllegalArgumentException(publicKey.getAlgorithm());
        };
    }

    /** Waits for the signature on the calling thread. */
    byte[] sign(byte[] digest) {
        return keys.sign(name, kind, digest).toCompletableFuture().join();
    }

    /** Like {@link #sign}, by RSASSA-PSS. */
    byte[] signPss(byte[] digest) {
        return keys.signPss(name, digest).toCompletableFuture().join();
    }

    @Override
    public String getAlgorithm() {
        return kind.algorithm();
    }

    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    @Override
    public String toString() {
        return kind + " key '" + name + "' in " + keys.description();
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a device key stays in its device");
    }

    static final class Ec extends DevicePrivateKey implements ECKey {
        private static final long serialVersionUID = 1;
        private final transient ECParameterSpec parameters;

        private Ec(DeviceKeys keys, String name, Kind kind, ECParameterSpec parameters) {
            super(keys, name, kind);
            this.parameters = parameters;
        }

        @Override
        public ECParameterSpec getParams() {
            return parameters;
        }
    }

    static final class Rsa extends DevicePrivateKey implements RSAKey {
        private static final long serialVersionUID = 1;
        private final BigInteger modulus;

        private Rsa(DeviceKeys keys, String name, Kind kind, BigInteger modulus) {
            super(keys, name, kind);
            this.modulus = modulus;
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }

        @Override
        public @Nullable AlgorithmParameterSpec getParams() {
            return null;
        }
    }
}
