package io.moongate.net.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys from PEM: private keys in their traditional forms (PKCS#1, SEC 1; protected with {@code DEK-Info}
 * AES-CBC) and PKCS#8 (protected with PBES2: AES-CBC, PBKDF2 with HMAC-SHA-2); public keys also out of certificates.
 * DES, PBES1 and SHA-1 protection are refused: a password behind them protects nothing.
 */
public final class KeyReader {

    /** More than any key needs: 16384-bit RSA in PEM is 13 KB. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** A second of work. OpenSSL writes 2048, password managers up to 600,000. */
    private static final int MAX_ITERATIONS = 1_000_000;

    private static final String RSA = "RSA PRIVATE KEY";
    private static final String EC = "EC PRIVATE KEY";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS8_PROTECTED = "ENCRYPTED PRIVATE KEY";

    private KeyReader() {}

    /**
     * The first private key in a PEM text.
     *
     * @param password the UTF-8 bytes, or null when none was given
     */
    public static AsymmetricKey privateKey(byte[] pem, byte @Nullable [] password) throws PkiException {
        checkLength(pem);
        Pem block = Pem.first(pem, RSA, EC, PKCS8, PKCS8_PROTECTED)
                .orElseThrow(() -> new PkiException(PkiException.KEY_FORMAT, "no private key in PEM form"));
        return switch (block.type()) {
            case PKCS8 -> AsymmetricKey.of(pkcs8(block.der(), PkiException.KEY_FORMAT));
            case PKCS8_PROTECTED -> AsymmetricKey.of(openPkcs8(block.der(), password));
            default -> traditional(block, password);
        };
    }

    /** The first public key in a PEM text: {@code PUBLIC KEY}, {@code RSA PUBLIC KEY}, or of a private key. */
    public static PublicKeyData publicKey(byte[] pem, byte @Nullable [] password) throws PkiException {
        checkLength(pem);
        Optional<Pem> block = Pem.first(pem, "PUBLIC KEY", "RSA PUBLIC KEY");
        if (block.isEmpty()) {
            return privateKey(pem, password).publicData();
        }
        ASN1Primitive asn1 = Asn1.parse(block.get().der(), PkiException.KEY_FORMAT, "public key");
        if (block.get().type().equals("PUBLIC KEY")) {
            return PublicKeyData.of(
                    Asn1.guard(PkiException.KEY_FORMAT, "public key", () -> SubjectPublicKeyInfo.getInstance(asn1)));
        }
        RSAPublicKey rsa = Asn1.guard(PkiException.KEY_FORMAT, "public key", () -> RSAPublicKey.getInstance(asn1));
        return PublicKeyData.rsa(rsa.getModulus(), rsa.getPublicExponent());
    }

    /** The public key of the first certificate, or {@link #publicKey} when there is none. */
    public static PublicKeyData publicKeyOrCertificate(byte[] pem, byte @Nullable [] password) throws PkiException {
        checkLength(pem);
        Optional<Pem> block = Pem.first(pem, Certificates.CERTIFICATE, "X509 CERTIFICATE");
        return block.isPresent()
                ? PublicKeyData.of(Certificates.parse(block.get().der()).getSubjectPublicKeyInfo())
                : publicKey(pem, password);
    }

    private static void checkLength(byte[] pem) throws PkiException {
        if (pem.length > MAX_LENGTH) {
            throw new PkiException(
                    PkiException.KEY_FORMAT, "key of " + pem.length + " bytes exceeds the limit of " + MAX_LENGTH);
        }
    }

    private static PrivateKeyInfo pkcs8(byte[] der, String code) throws PkiException {
        ASN1Primitive asn1 = Asn1.parse(der, code, "private key");
        return Asn1.guard(code, "private key", () -> PrivateKeyInfo.getInstance(asn1));
    }

    private static AsymmetricKey traditional(Pem block, byte @Nullable [] password) throws PkiException {
        String protection = block.headers().get("DEK-Info");
        boolean isProtected = protection != null;
        String code = isProtected ? PkiException.KEY_PARSE : PkiException.KEY_FORMAT;
        byte[] der = isProtected ? openTraditional(protection, block.der(), required(password)) : block.der();
        ASN1Primitive asn1 = Asn1.parse(der, code, "private key");
        PrivateKeyInfo info =
                Asn1.guard(code, "private key", () -> block.type().equals(RSA) ? fromPkcs1(asn1) : fromSec1(asn1));
        return AsymmetricKey.of(info);
    }

    private static PrivateKeyInfo fromPkcs1(ASN1Primitive asn1) throws IOException {
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), RSAPrivateKey.getInstance(asn1));
    }

    private static PrivateKeyInfo fromSec1(ASN1Primitive asn1) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(asn1);
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
    }

    /** A password that is missing, and one that is empty, open nothing. */
    private static byte[] required(byte @Nullable [] password) throws PkiException {
        if (password == null || password.length == 0) {
            throw new PkiException(PkiException.PASSPHRASE_REQUIRED, "the key is protected by a password");
        }
        return password;
    }

    /** OpenSSL's traditional form: the key is MD5 of the password and 8 bytes of the IV, drawn out as needed. */
    private static byte[] openTraditional(String protection, byte[] sealed, byte[] password) throws PkiException {
        String[] parts = protection.split(",", 2);
        int keyLength = switch (parts[0].strip()) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default ->
                throw new PkiException(
                        PkiException.ENCRYPTION_TYPE, "protection " + parts[0].strip() + " is not supported");
        };
        byte[] iv = parts.length == 2 ? parseHex(parts[1].strip()) : new byte[0];
        if (iv.length != 16) {
            throw new PkiException(PkiException.KEY_PARSE, "DEK-Info without an IV of 16 bytes");
        }
        var generator = new OpenSSLPBEParametersGenerator();
        generator.init(password, Arrays.copyOf(iv, 8), 1);
        return decrypt(key(generator.generateDerivedParameters(keyLength * 8)), iv, sealed);
    }

    private static byte[] parseHex(String hex) throws PkiException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new PkiException(PkiException.KEY_PARSE, "DEK-Info with an IV that is not hexadecimal", e);
        }
    }

    private static PrivateKeyInfo openPkcs8(byte[] der, byte @Nullable [] password) throws PkiException {
        ASN1Primitive asn1 = Asn1.parse(der, PkiException.KEY_FORMAT, "protected private key");
        EncryptedPrivateKeyInfo sealed = Asn1.guard(
                PkiException.KEY_FORMAT, "protected private key", () -> EncryptedPrivateKeyInfo.getInstance(asn1));
        if (!sealed.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new PkiException(
                    PkiException.ENCRYPTION_TYPE,
                    "protection " + sealed.getEncryptionAlgorithm().getAlgorithm() + " is not supported, only PBES2");
        }
        byte[] secret = required(password);
        byte[] opened = Asn1.guard(PkiException.KEY_PARSE, "protected private key", () -> {
            PBES2Parameters scheme =
                    PBES2Parameters.getInstance(sealed.getEncryptionAlgorithm().getParameters());
            int keyLength = aesKeyLength(scheme.getEncryptionScheme().getAlgorithm());
            byte[] iv = ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters())
                    .getOctets();
            byte[] key = pbkdf2(scheme, secret, keyLength);
            return decrypt(key, iv, sealed.getEncryptedData());
        });
        return pkcs8(opened, PkiException.KEY_PARSE);
    }

    private static int aesKeyLength(ASN1ObjectIdentifier algorithm) throws PkiException {
        if (algorithm.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
            return 16;
        }
        if (algorithm.equals(NISTObjectIdentifiers.id_aes192_CBC)) {
            return 24;
        }
        if (algorithm.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
            return 32;
        }
        throw new PkiException(PkiException.ENCRYPTION_TYPE, "cipher " + algorithm + " is not supported, only AES-CBC");
    }

    private static byte[] pbkdf2(PBES2Parameters scheme, byte[] password, int keyLength) throws PkiException {
        if (!scheme.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw new PkiException(PkiException.ENCRYPTION_TYPE, "only PBKDF2 is supported for protected keys");
        }
        PBKDF2Params params =
                PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
        int iterations = params.getIterationCount().intValueExact();
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new PkiException(
                    PkiException.KEY_PARSE, "PBKDF2 iteration count " + iterations + " exceeds " + MAX_ITERATIONS);
        }
        var generator = new PKCS5S2ParametersGenerator(prf(params.getPrf().getAlgorithm()));
        generator.init(password, params.getSalt(), iterations);
        return key(generator.generateDerivedParameters(keyLength * 8));
    }

    private static Digest prf(ASN1ObjectIdentifier algorithm) throws PkiException {
        if (algorithm.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
            return SHA256Digest.newInstance();
        }
        if (algorithm.equals(PKCSObjectIdentifiers.id_hmacWithSHA384)) {
            return new SHA384Digest();
        }
        if (algorithm.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)) {
            return new SHA512Digest();
        }
        throw new PkiException(PkiException.ENCRYPTION_TYPE, "PBKDF2 with " + algorithm + " is not supported");
    }

    private static byte[] key(CipherParameters parameters) {
        return ((KeyParameter) parameters).getKey();
    }

    private static byte[] decrypt(byte[] key, byte[] iv, byte[] sealed) throws PkiException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new PkiException(PkiException.KEY_PARSE, "wrong password or damaged key", e);
        }
    }
}
