package io.moongate.net.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * A private key in memory, RSA or on a named {@link Curve}, with its public part. Immutable; {@code toString} shows no
 * secret.
 */
public final class AsymmetricKey implements DigestSigner {

    /** RSA key sizes in bits. Below is broken, above takes minutes to make. */
    public static final int MIN_RSA_BITS = 512;

    public static final int MAX_RSA_BITS = 8192;

    private final PrivateKeyInfo privateInfo;
    /** Empty for RSA. */
    private final Optional<Curve> curve;
    /** Of an ECC key computed when somebody asks: it takes longer than a signature. */
    private volatile @Nullable PublicKeyData publicKey;

    private AsymmetricKey(PrivateKeyInfo privateInfo, Optional<Curve> curve, @Nullable PublicKeyData publicKey) {
        this.privateInfo = privateInfo;
        this.curve = curve;
        this.publicKey = publicKey;
    }

    /**
     * The key in a PKCS#8 structure.
     *
     * @throws PkiException for a malformed key, or one that is neither RSA nor on a named curve
     */
    public static AsymmetricKey of(PrivateKeyInfo info) throws PkiException {
        return Asn1.guard(PkiException.KEY_FORMAT, "private key", () -> {
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return ofRsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
            }
            if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return ofEc(
                        PublicKeyData.curveOf(algorithm),
                        ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
            }
            throw new PkiException(
                    PkiException.KEY_FORMAT, "key type " + algorithm.getAlgorithm() + " is not supported");
        });
    }

    /** A new key on {@code curve}. */
    public static AsymmetricKey generate(Curve curve, SecureRandom random) {
        byte[] seed = new byte[curve.seedLength()];
        random.nextBytes(seed);
        return ofSeed(curve, seed);
    }

    /**
     * The key that belongs to {@code seed}: its first {@link Curve#seedLength} bytes as a number, reduced (FIPS 186-5,
     * A.2.1). The same seed gives the same key.
     */
    public static AsymmetricKey ofSeed(Curve curve, byte[] seed) {
        if (seed.length < curve.seedLength()) {
            throw new IllegalArgumentException(
                    "seed of " + seed.length + " bytes: " + curve + " needs at least " + curve.seedLength());
        }
        BigInteger n = curve.domain().getN();
        BigInteger c = new BigInteger(1, Arrays.copyOf(seed, curve.seedLength()));
        try {
            return ofEc(curve, c.mod(n.subtract(BigInteger.ONE)).add(BigInteger.ONE));
        } catch (PkiException | IOException e) {
            throw new IllegalStateException("a scalar between 1 and n is a key", e);
        }
    }

    /**
     * A new RSA key; takes 0.1 s to many seconds of the calling thread.
     *
     * @param bits a multiple of 64 from {@link #MIN_RSA_BITS} to {@link #MAX_RSA_BITS}
     */
    public static AsymmetricKey generateRsa(int bits) throws PkiException {
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || bits % 64 != 0) {
            throw new PkiException(
                    PkiException.INVALID,
                    "RSA key of " + bits + " bits: not a multiple of 64 in " + MIN_RSA_BITS + ".." + MAX_RSA_BITS);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            return of(PrivateKeyInfo.getInstance(
                    generator.generateKeyPair().getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new PkiException(PkiException.INVALID, "RSA key of " + bits + " bits: " + e.getMessage(), e);
        }
    }

    private static AsymmetricKey ofRsa(RSAPrivateKey key) throws PkiException, IOException {
        PublicKeyData publicKey = PublicKeyData.rsa(key.getModulus(), key.getPublicExponent());
        return new AsymmetricKey(new PrivateKeyInfo(publicKey.info().getAlgorithm(), key), Optional.empty(), publicKey);
    }

    private static AsymmetricKey ofEc(Curve curve, BigInteger d) throws PkiException, IOException {
        BigInteger order = curve.domain().getN();
        if (d.signum() <= 0 || d.compareTo(order) >= 0) {
            throw new PkiException(PkiException.KEY_FORMAT, "private key outside the order of " + curve);
        }
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
        var info = new PrivateKeyInfo(algorithm, new ECPrivateKey(order.bitLength(), d, (ASN1Encodable) curve.oid()));
        return new AsymmetricKey(info, Optional.of(curve), null);
    }

    public PublicKeyData publicData() {
        PublicKeyData known = publicKey;
        if (known == null) {
            known = PublicKeyData.ec(curve.orElseThrow(), publicPoint());
            publicKey = known;
        }
        return known;
    }

    private ECPoint publicPoint() {
        return new FixedPointCombMultiplier()
                .multiply(curve.orElseThrow().domain().getG(), scalar());
    }

    private BigInteger scalar() {
        return sec1().getKey();
    }

    private ECPrivateKey sec1() {
        try {
            return ECPrivateKey.getInstance(privateInfo.parsePrivateKey());
        } catch (IOException e) {
            throw new IllegalStateException("a parsed key is a key", e);
        }
    }

    @Override
    public SubjectPublicKeyInfo publicKey() {
        return publicData().info();
    }

    public boolean isRsa() {
        return curve.isEmpty();
    }

    /** {@code EC PRIVATE KEY} (RFC 5915, with its public key) or {@code RSA PRIVATE KEY} (PKCS#1). */
    public String toPem() {
        try {
            return isRsa()
                    ? Pem.encode(
                            "RSA PRIVATE KEY",
                            privateInfo.parsePrivateKey().toASN1Primitive().getEncoded())
                    : Pem.encode("EC PRIVATE KEY", completeSec1().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a parsed key encodes", e);
        }
    }

    private ECPrivateKey completeSec1() {
        Curve named = curve.orElseThrow();
        DERBitString point = new DERBitString(publicKey().getPublicKeyData().getOctets());
        return new ECPrivateKey(named.domain().getN().bitLength(), scalar(), point, (ASN1Encodable) named.oid());
    }

    /**
     * The key for the JDK's providers and TLS.
     *
     * @throws PkiException for a curve that the JDK lacks
     */
    public PrivateKey toJca() throws PkiException {
        try {
            return KeyFactory.getInstance(isRsa() ? "RSA" : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(privateInfo.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException(PkiException.INVALID, "the JDK cannot use this key: " + this, e);
        }
    }

    @Override
    public byte[] sign(byte[] digest) throws PkiException {
        DigestName hash = PublicKeyData.hashOf(digest);
        try {
            if (isRsa()) {
                return rsa(Cipher.DECRYPT_MODE, publicData().signatureBlock(hash, digest));
            }
            return curve.orElseThrow().inJdk() ? signInJdk(digest) : signWithBouncyCastle(digest);
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException(PkiException.INVALID, "cannot sign with " + this + ": " + e.getMessage(), e);
        }
    }

    /** The RSA private operation on a block as long as the modulus, without padding. */
    byte[] rsa(int mode, byte[] block) throws PkiException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(mode, toJca());
        return cipher.doFinal(block);
    }

    private byte[] signInJdk(byte[] digest) throws PkiException, GeneralSecurityException {
        Signature signature = Signature.getInstance("NONEwithECDSA");
        signature.initSign(toJca());
        signature.update(digest);
        return signature.sign();
    }

    private byte[] signWithBouncyCastle(byte[] digest) throws IOException {
        ECDomainParameters domain = curve.orElseThrow().domain();
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ECPrivateKeyParameters(scalar(), domain));
        BigInteger[] rs = signer.generateSignature(digest);
        return StandardDSAEncoding.INSTANCE.encode(domain.getN(), rs[0], rs[1]);
    }

    @Override
    public String toString() {
        return curve.map(c -> "private ECC key on " + c).orElse("private RSA key");
    }
}
