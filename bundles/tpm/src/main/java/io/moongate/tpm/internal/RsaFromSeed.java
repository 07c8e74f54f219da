package io.moongate.tpm.internal;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.PkiException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * RSA keys of 2048 bits that a seed stands for. How they come from it is fixed here and must never change: each prime is
 * the first number that passes, of the KDFa outputs with rising counters.
 */
final class RsaFromSeed {

    private static final int PRIME_BITS = 1024;
    private static final int CERTAINTY = 100;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    /** Candidates with a factor among the small primes, which are most, need no slow test. */
    private static final BigInteger SMALL_PRIMES = product();

    private RsaFromSeed() {}

    /** @param seed as good as random, of 32 bytes or more */
    static AsymmetricKey key(byte[] seed) throws PkiException, IOException {
        BigInteger p = prime(seed, "P");
        BigInteger q = prime(seed, "Q");
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = EXPONENT.modInverse(p1.multiply(q1).divide(p1.gcd(q1)));
        RSAPrivateKey key = new RSAPrivateKey(p.multiply(q), EXPONENT, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p));
        return AsymmetricKey.of(new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key));
    }

    private static BigInteger prime(byte[] seed, String label) {
        for (int counter = 0; ; counter++) {
            byte[] context = ByteBuffer.allocate(4).putInt(counter).array();
            BigInteger candidate = new BigInteger(1, Kdf.a(seed, label, context, new byte[0], PRIME_BITS))
                    .setBit(PRIME_BITS - 1)
                    .setBit(PRIME_BITS - 2)
                    .setBit(0);
            if (passes(candidate)) {
                return candidate;
            }
        }
    }

    private static boolean passes(BigInteger candidate) {
        return candidate.gcd(SMALL_PRIMES).equals(BigInteger.ONE)
                && candidate.isProbablePrime(CERTAINTY)
                && candidate.subtract(BigInteger.ONE).gcd(EXPONENT).equals(BigInteger.ONE);
    }

    private static BigInteger product() {
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime = BigInteger.TWO; prime.bitLength() <= 10; prime = prime.nextProbablePrime()) {
            product = product.multiply(prime);
        }
        return product;
    }
}
