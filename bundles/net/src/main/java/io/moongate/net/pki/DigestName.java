package io.moongate.net.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The hash functions by the names Lua code uses. */
public enum DigestName {
    MD5("md5", "MD5", 16, PKCSObjectIdentifiers.md5, null, null),
    SHA1(
            "sha1",
            "SHA-1",
            20,
            OIWObjectIdentifiers.idSHA1,
            PKCSObjectIdentifiers.sha1WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA1),
    SHA256(
            "sha256",
            "SHA-256",
            32,
            NISTObjectIdentifiers.id_sha256,
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA256),
    SHA384(
            "sha384",
            "SHA-384",
            48,
            NISTObjectIdentifiers.id_sha384,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA384),
    SHA512(
            "sha512",
            "SHA-512",
            64,
            NISTObjectIdentifiers.id_sha512,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    private final String luaName;
    private final String jcaName;
    private final int length;
    private final ASN1ObjectIdentifier oid;
    private final ASN1ObjectIdentifier withRsa;
    private final ASN1ObjectIdentifier withEcdsa;

    DigestName(
            String luaName,
            String jcaName,
            int length,
            ASN1ObjectIdentifier oid,
            ASN1ObjectIdentifier withRsa,
            ASN1ObjectIdentifier withEcdsa) {
        this.luaName = luaName;
        this.jcaName = jcaName;
        this.length = length;
        this.oid = oid;
        this.withRsa = withRsa;
        this.withEcdsa = withEcdsa;
    }

    /** By the name Lua code uses, lower case. */
    public static Optional<DigestName> named(String luaName) {
        return Arrays.stream(values()).filter(d -> d.luaName.equals(luaName)).findFirst();
    }

    /** The hash whose digest has {@code length} bytes and which may be signed: SHA-1 and SHA-2. */
    public static Optional<DigestName> signedOfLength(int length) {
        return Arrays.stream(values())
                .filter(d -> d != MD5 && d.length == length)
                .findFirst();
    }

    public String jcaName() {
        return jcaName;
    }

    /** Such as {@code "HmacSHA256"}. */
    public String hmacName() {
        return "Hmac" + jcaName.replace("-", "");
    }

    /** Bytes of a digest. */
    public int length() {
        return length;
    }

    public ASN1ObjectIdentifier oid() {
        return oid;
    }

    /**
     * The signature algorithm with this hash.
     *
     * @throws IllegalStateException for MD5
     */
    ASN1ObjectIdentifier signatureOid(boolean rsa) {
        if (this == MD5) {
            throw new IllegalStateException("MD5 does not sign");
        }
        return rsa ? withRsa : withEcdsa;
    }

    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks " + jcaName, e);
        }
    }
}
