package io.moongate.net.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** A public key, RSA or on a named {@link Curve}, checked when it is made. Immutable. */
public sealed interface PublicKeyData {

    /** RSA public exponents longer than this only serve to burn time. */
    int MAX_EXPONENT_BITS = 64;

    SubjectPublicKeyInfo info();

    /** Whether {@code signature} is this key's for {@code digest}, whose length tells the hash. */
    boolean verify(byte[] signature, byte[] digest);

    /** What {@code ba.crypto.keysize} answers: bytes of the modulus, or of the longest DER signature. */
    int size();

    /** An RSA key. */
    record Rsa(BigInteger modulus, BigInteger exponent, SubjectPublicKeyInfo info) implements PublicKeyData {

        @Override
        public int size() {
            return (modulus.bitLength() + 7) / 8;
        }

        @Override
        public boolean verify(byte[] signature, byte[] digest) {
            BigInteger s = new BigInteger(1, signature);
            if (signature.length != size() || s.compareTo(modulus) >= 0) {
                return false;
            }
            try {
                byte[] block = BigIntegers.asUnsignedByteArray(size(), s.modPow(exponent, modulus));
                return MessageDigest.isEqual(block, signatureBlock(hashOf(digest), digest));
            } catch (PkiException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "RSA " + modulus.bitLength() + " bits";
        }
    }

    /** A point on a curve. */
    record Ec(Curve curve, ECPoint point, SubjectPublicKeyInfo info) implements PublicKeyData {

        @Override
        public int size() {
            return curve.maxSignatureLength();
        }

        public byte[] x() {
            return BigIntegers.asUnsignedByteArray(
                    curve.width(), point.getAffineXCoord().toBigInteger());
        }

        public byte[] y() {
            return BigIntegers.asUnsignedByteArray(
                    curve.width(), point.getAffineYCoord().toBigInteger());
        }

        @Override
        public boolean verify(byte[] signature, byte[] digest) {
            try {
                return curve.inJdk() ? verifyInJdk(signature, digest) : verifyWithBouncyCastle(signature, digest);
            } catch (GeneralSecurityException | IOException | PkiException | RuntimeException e) {
                return false;
            }
        }

        private boolean verifyInJdk(byte[] signature, byte[] digest) throws GeneralSecurityException, PkiException {
            Signature verifier = Signature.getInstance("NONEwithECDSA");
            verifier.initVerify(toJca());
            verifier.update(digest);
            return verifier.verify(signature);
        }

        private boolean verifyWithBouncyCastle(byte[] signature, byte[] digest) throws IOException {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), signature);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, new ECPublicKeyParameters(point, curve.domain()));
            return verifier.verifySignature(digest, rs[0], rs[1]);
        }

        @Override
        public String toString() {
            return "ECC " + curve;
        }
    }

    static PublicKeyData of(SubjectPublicKeyInfo info) throws PkiException {
        return Asn1.guard(PkiException.KEY_FORMAT, "public key", () -> {
            ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
                return rsa(key.getModulus(), key.getPublicExponent());
            }
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                Curve curve = curveOf(info.getAlgorithm());
                return ec(curve, decode(curve, info.getPublicKeyData().getOctets()));
            }
            throw new PkiException(PkiException.KEY_FORMAT, "key type " + algorithm + " is not supported");
        });
    }

    static PublicKeyData rsa(BigInteger modulus, BigInteger exponent) throws PkiException {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0
                || bits < AsymmetricKey.MIN_RSA_BITS
                || bits > 2 * AsymmetricKey.MAX_RSA_BITS
                || exponent.compareTo(BigInteger.TWO) <= 0
                || exponent.bitLength() > MAX_EXPONENT_BITS
                || !exponent.testBit(0)
                || !modulus.testBit(0)) {
            throw new PkiException(
                    PkiException.INVALID,
                    "RSA key of " + bits + " bits with an exponent of " + exponent.bitLength()
                            + " bits is not supported");
        }
        return Asn1.guard(
                PkiException.INVALID,
                "RSA key",
                () -> new Rsa(
                        modulus,
                        exponent,
                        new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                new RSAPublicKey(modulus, exponent))));
    }

    /**
     * From affine coordinates, big endian, each as wide as the curve.
     *
     * @throws PkiException off the curve
     */
    static PublicKeyData ec(Curve curve, byte[] x, byte[] y) throws PkiException {
        if (x.length != curve.width() || y.length != curve.width()) {
            throw new PkiException(PkiException.INVALID, "coordinates are not of " + curve.width() + " bytes");
        }
        byte[] encoded = new byte[1 + 2 * curve.width()];
        encoded[0] = 4;
        System.arraycopy(x, 0, encoded, 1, x.length);
        System.arraycopy(y, 0, encoded, 1 + x.length, y.length);
        return Asn1.guard(PkiException.INVALID, "public point", () -> ec(curve, decode(curve, encoded)));
    }

    static PublicKeyData ec(Curve curve, ECPoint point) {
        ECPoint q = point.normalize();
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
        return new Ec(curve, q, new SubjectPublicKeyInfo(algorithm, q.getEncoded(false)));
    }

    private static ECPoint decode(Curve curve, byte[] encoded) throws PkiException {
        ECPoint point = curve.domain().getCurve().decodePoint(encoded);
        if (point.isInfinity()) {
            throw new PkiException(PkiException.INVALID, "public point at infinity");
        }
        return point;
    }

    /**
     * The curve that an algorithm identifier names.
     *
     * @throws PkiException for explicit parameters and curves that are not supported
     */
    static Curve curveOf(AlgorithmIdentifier algorithm) throws PkiException {
        if (algorithm.getParameters() instanceof ASN1ObjectIdentifier oid) {
            return Curve.of(oid)
                    .orElseThrow(() -> new PkiException(PkiException.KEY_FORMAT, "curve " + oid + " is not supported"));
        }
        throw new PkiException(PkiException.KEY_FORMAT, "keys with curve parameters of their own are not supported");
    }

    /** The hash that a digest of this length comes from. */
    static DigestName hashOf(byte[] digest) throws PkiException {
        return DigestName.signedOfLength(digest.length)
                .orElseThrow(() -> new PkiException(
                        PkiException.INVALID, "digest of " + digest.length + " bytes: not 20, 32, 48 or 64"));
    }

    default boolean isRsa() {
        return this instanceof Rsa;
    }

    /**
     * The curve.
     *
     * @throws IllegalStateException for an RSA key
     */
    default Curve curve() {
        if (this instanceof Ec ec) {
            return ec.curve();
        }
        throw new IllegalStateException("an RSA key has no curve");
    }

    /**
     * The key for the JDK's providers and TLS.
     *
     * @throws PkiException for a curve that the JDK lacks
     */
    default PublicKey toJca() throws PkiException {
        try {
            return KeyFactory.getInstance(isRsa() ? "RSA" : "EC")
                    .generatePublic(new X509EncodedKeySpec(info().getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException(PkiException.INVALID, "the JDK cannot use this key: " + this, e);
        }
    }

    /** {@code PUBLIC KEY} (RFC 7468). */
    default String toPem() {
        try {
            return Pem.encode("PUBLIC KEY", info().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a parsed key encodes", e);
        }
    }

    /** EMSA-PKCS1-v1_5 (RFC 8017, 9.2): what an RSA signature of {@code digest} opens to. */
    default byte[] signatureBlock(DigestName hash, byte[] digest) throws PkiException {
        byte[] info = Asn1.guard(
                PkiException.INVALID,
                "digest",
                () -> new DigestInfo(new AlgorithmIdentifier(hash.oid(), DERNull.INSTANCE), digest).getEncoded());
        byte[] block = new byte[size()];
        int start = block.length - info.length;
        if (start < 11) {
            throw new PkiException(PkiException.INVALID, "key of " + size() + " bytes is too short for this digest");
        }
        Arrays.fill(block, 2, start - 1, (byte) 0xff);
        block[1] = 1;
        System.arraycopy(info, 0, block, start, info.length);
        return block;
    }
}
