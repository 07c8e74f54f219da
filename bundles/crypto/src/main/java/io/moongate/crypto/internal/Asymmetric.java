package io.moongate.crypto.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.KeyReader;
import io.moongate.net.pki.PkiException;
import io.moongate.net.pki.PublicKeyData;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code ba.crypto} on RSA and ECC keys in PEM. */
final class Asymmetric {

    private static final int MAX_DATA = 64 * 1024;

    private Asymmetric() {}

    /** {@code ba.crypto.keysize(key [, op])} */
    static Varargs keysize(Args args) {
        return attempt(() -> {
            PublicKeyData key = privateKey(args, 1, KeyOptions.of(args, 2)).publicData();
            return LuaValue.varargsOf(Numbers.integer(key.size()), Result.string(key.isRsa() ? "RSA" : "ECC"));
        });
    }

    /** {@code ba.crypto.encrypt(data, cert [, op])} */
    static Varargs encrypt(Args args) {
        byte[] data = data(args, 1);
        byte[] pem = args.bytes(2);
        KeyOptions options = KeyOptions.of(args, 3);
        return attempt(() -> Result.of(
                RsaEncryption.encrypt(data, KeyReader.publicKeyOrCertificate(pem, options.password()), options)));
    }

    /** {@code ba.crypto.decrypt(data, key [, op])} */
    static Varargs decrypt(Args args) {
        byte[] data = data(args, 1);
        args.string(2);
        KeyOptions options = KeyOptions.of(args, 3);
        return attempt(() -> Result.of(RsaEncryption.decrypt(data, privateKey(args, 2, options), options)));
    }

    /** {@code ba.crypto.sign(digest, key [, op])} */
    static Varargs sign(Args args) {
        byte[] digest = data(args, 1);
        args.string(2);
        KeyOptions options = KeyOptions.of(args, 3);
        return attempt(() -> {
            AsymmetricKey key = privateKey(args, 2, options);
            if (options.padding() == KeyOptions.Padding.OAEP) {
                throw new PkiException(PkiException.INVALID, "OAEP does not sign");
            }
            return Result.of(key.sign(digest));
        });
    }

    /** {@code ba.crypto.verify(signature, cert, digest [, op])}, {@code verify(signature, digest, publicNumbers)} */
    static Varargs verify(Args args) {
        byte[] signature = data(args, 1);
        if (args.value(3) instanceof LuaTable numbers) {
            byte[] digest = data(args, 2);
            return attempt(() -> Result.of(publicKey(numbers).verify(signature, digest)));
        }
        byte[] pem = args.bytes(2);
        byte[] digest = data(args, 3);
        KeyOptions options = KeyOptions.of(args, 4);
        return attempt(() -> Result.of(
                KeyReader.publicKeyOrCertificate(pem, options.password()).verify(signature, digest)));
    }

    /** {@code ba.crypto.keyparams(key [, password])} */
    static Varargs keyparams(Args args) {
        byte[] pem = args.bytes(1);
        byte[] password = args.isNil(2) ? null : args.bytes(2);
        return attempt(() -> switch (KeyReader.publicKey(pem, password)) {
            case PublicKeyData.Ec ec -> pair(ec.x(), ec.y());
            case PublicKeyData.Rsa rsa -> pair(unsigned(rsa.modulus(), rsa.size()), unsigned(rsa.exponent(), 4));
        });
    }

    private static Varargs pair(byte[] first, byte[] second) {
        return LuaValue.varargsOf(Result.string(first), Result.string(second));
    }

    private static byte[] unsigned(BigInteger number, int width) {
        return BigIntegers.asUnsignedByteArray(Math.max(width, (number.bitLength() + 7) / 8), number);
    }

    private static AsymmetricKey privateKey(Args args, int index, KeyOptions options) throws PkiException {
        return KeyReader.privateKey(args.bytes(index), options.password());
    }

    /** From {@code n} and {@code e}, or {@code x} and {@code y}, as JSON Web Keys have them, decoded. */
    private static PublicKeyData publicKey(LuaTable numbers) throws PkiException {
        byte[] n = field(numbers, "n");
        byte[] e = field(numbers, "e");
        if (n != null && e != null) {
            if (n.length == 0 || n[0] == 0) {
                throw new PkiException(PkiException.INVALID, "n has a leading zero byte");
            }
            return PublicKeyData.rsa(new BigInteger(1, n), new BigInteger(1, e));
        }
        byte[] x = field(numbers, "x");
        byte[] y = field(numbers, "y");
        if (x == null || y == null) {
            throw new PkiException(PkiException.INVALID, "the public key has neither n and e nor x and y");
        }
        Curve curve = Curve.ofWidth(x.length)
                .orElseThrow(() -> new PkiException(PkiException.INVALID, "no curve has coordinates of this length"));
        return PublicKeyData.ec(curve, x, y);
    }

    private static byte @Nullable [] field(LuaTable table, String name) {
        return table.get(name) instanceof LuaString s
                ? Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length)
                : null;
    }

    private static byte[] data(Args args, int index) {
        byte[] data = args.bytes(index);
        if (data.length > MAX_DATA) {
            throw args.bad(index, data.length + " bytes exceed the limit of " + MAX_DATA);
        }
        return data;
    }

    /** A step that keys and data may make impossible. */
    @FunctionalInterface
    interface Attempt {
        Varargs run() throws PkiException;
    }

    static Varargs attempt(Attempt attempt) {
        try {
            return attempt.run();
        } catch (PkiException e) {
            return Result.fail(e.code(), e.getMessage());
        }
    }
}
