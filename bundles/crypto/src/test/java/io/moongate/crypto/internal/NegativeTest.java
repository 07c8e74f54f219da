package io.moongate.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.DigestName;
import io.moongate.net.pki.PublicKeyData;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, ciphers and keys that must be refused, after the manner of Wycheproof. */
class NegativeTest {

    private static final byte[] DIGEST = DigestName.SHA256.digest().digest("text".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @EnumSource(Curve.class)
    void ecdsa(Curve curve) throws Exception {
        AsymmetricKey key = AsymmetricKey.generate(curve, new SecureRandom());
        PublicKeyData publicKey = key.publicData();
        byte[] good = key.sign(DIGEST);
        assertThat(publicKey.verify(good, DIGEST)).isTrue();
        BigInteger n = curve.domain().getN();
        BigInteger one = BigInteger.ONE;
        BigInteger[] numbers = {
            BigInteger.ZERO, one, one.negate(), n, n.subtract(one), n.add(one), n.shiftLeft(1), one.shiftLeft(4000)
        };
        for (BigInteger r : numbers) {
            for (BigInteger s : numbers) {
                byte[] forged =
                        new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded();
                assertThat(publicKey.verify(forged, DIGEST)).as("%s %s", r, s).isFalse();
            }
        }
        assertThat(publicKey.verify(Arrays.copyOf(good, good.length + 1), DIGEST))
                .isFalse();
        assertThat(publicKey.verify(Arrays.copyOf(good, good.length - 1), DIGEST))
                .isFalse();
        assertThat(publicKey.verify(new byte[0], DIGEST)).isFalse();
        for (int bit = 0; bit < good.length * 8; bit += 5) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(publicKey.verify(changed, DIGEST)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void rsa_signature_blocks_that_lax_parsers_take() throws Exception {
        AsymmetricKey key = AsymmetricKey.generateRsa(1024);
        PublicKeyData publicKey = key.publicData();
        byte[] block = publicKey.signatureBlock(DigestName.SHA256, DIGEST);
        try (CryptoVm vm = new CryptoVm()) {
            vm.set("key", key.toPem());
            vm.set("digest", DIGEST);
            vm.set("block", block);
            assertThat(vm.eval("return C.verify(C.decrypt(block, key, {padding='none'}), key, digest)"))
                    .isEqualTo("true");
            byte[] shortPadding = new byte[block.length];
            int info = block.length - 51;
            System.arraycopy(block, info - 1, shortPadding, 10, 52);
            shortPadding[1] = 1;
            Arrays.fill(shortPadding, 2, 10, (byte) 0xff);
            byte[] wrongType = block.clone();
            wrongType[1] = 2;
            byte[] wrongPadding = block.clone();
            wrongPadding[20] = 0;
            byte[] withoutNull = block.clone();
            withoutNull[info + 15] = 4;
            for (byte[] forged : new byte[][] {shortPadding, wrongType, wrongPadding, withoutNull}) {
                vm.set("block", forged);
                assertThat(vm.eval("return C.verify(C.decrypt(block, key, {padding='none'}), key, digest)"))
                        .isEqualTo("false");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GCM", "CCM", "ChaCha20-Poly1305"})
    void every_bit_of_a_sealed_message_counts(String algorithm) {
        try (CryptoVm vm = new CryptoVm()) {
            assertThat(vm.eval("local s = C.symmetric('" + algorithm + """
                    ', ('k'):rep(32), ('n'):rep(12))
                    s:setauth'aad'
                    local c, t = s:encrypt(('m'):rep(16))
                    local function flip(x, bit)
                       local i = bit // 8 + 1
                       return x:sub(1, i - 1) .. string.char(x:byte(i) ~ (1 << bit % 8)) .. x:sub(i + 1)
                    end
                    for bit = 0, 127 do
                       if s:decrypt(flip(c, bit), t) or s:decrypt(c, flip(t, bit)) then return bit end
                    end
                    return s:decrypt(c, t) == ('m'):rep(16), s:decrypt(flip(c, 0), t)
                    """)).isEqualTo("true,nil,decrypt failed");
        }
    }

    @Test
    void random_bytes_open_nothing_and_raise_nothing_of_java() {
        Random random = new Random(7);
        try (CryptoVm vm = new CryptoVm()) {
            vm.set(
                    "good",
                    AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom()).toPem());
            for (int i = 0; i < 300; i++) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                vm.set("noise", noise);
                vm.set(
                        "pem",
                        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                                .formatted(
                                        i % 2 == 0 ? "EC PRIVATE KEY" : "CERTIFICATE",
                                        java.util.Base64.getEncoder().encodeToString(noise)));
                assertThat(vm.eval("return C.keysize(pem)")).startsWith("nil,pem_key_unrecognized_format");
                assertThat(vm.eval("return C.verify(noise, good, noise), C.verify(noise, pem, noise)"))
                        .startsWith("false,nil,");
                assertThat(vm.eval("return C.sigparams(noise)")).isEqualTo("nil,invalid");
                assertThat(vm.eval("return select('#', ba.aesdecode('k', noise))"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void mutated_keys_are_read_or_refused() throws Exception {
        Random random = new Random(11);
        try (CryptoVm vm = new CryptoVm()) {
            for (String pem : new String[] {
                AsymmetricKey.generateRsa(512).toPem(),
                AsymmetricKey.generate(Curve.SECP521R1, new SecureRandom()).toPem()
            }) {
                var block = io.moongate.net.pki.Pem.blocks(pem.getBytes(StandardCharsets.US_ASCII))
                        .getFirst();
                for (int i = 0; i < 400; i++) {
                    byte[] der = block.der().clone();
                    for (int k = random.nextInt(4); k >= 0; k--) {
                        der[random.nextInt(Math.min(der.length, 40))] = (byte) random.nextInt(256);
                    }
                    vm.set("pem", io.moongate.net.pki.Pem.encode(block.type(), der));
                    vm.set("digest", DIGEST);
                    assertThat(vm.eval("return type((C.sign(digest, pem)))")).isIn("string", "nil");
                }
            }
        }
    }

    @Test
    void absurd_parameters_are_bounded() {
        try (CryptoVm vm = new CryptoVm()) {
            assertThatThrownBy(() -> vm.run("C.PBKDF2('sha256', 'p', 's', 2000000000, 32)"))
                    .hasMessageContaining("more than the limit of 50000000");
            assertThatThrownBy(() -> vm.run("C.PBKDF2('sha256', 'p', 's', 1, 1 << 40)"))
                    .hasMessageContaining("out of range");
            assertThatThrownBy(() -> vm.run("C.PBKDF2('sha256', 'p', 's', 0, 1)"))
                    .hasMessageContaining("out of range");
            assertThat(vm.eval("return C.keysize(('x'):rep(100000))")).contains("exceeds the limit of 65536");
            assertThatThrownBy(() -> vm.run("C.hash('sha224')")).hasMessageContaining("unknown algorithm 'sha224'");
        }
    }

    @Test
    void a_long_pbkdf2_lets_other_strands_run() {
        try (CryptoVm vm = new CryptoVm()) {
            assertThat(vm.eval("return hex(C.PBKDF2('sha256', 'password', 'salt', 80000, 32):sub(1, 4))"))
                    .isEqualTo("6c38f8ec");
        }
    }

    @Test
    void secrets_do_not_show() {
        try (CryptoVm vm = new CryptoVm()) {
            assertThat(vm.eval("return tostring(C.symmetric('GCM', ('SECRETkeySECRETk'), ('i'):rep(12)))"))
                    .doesNotContain("SECRET");
            assertThat(vm.eval("return select(2, pcall(C.symmetric, 'GCM', 'SECRETSECRET', ('i'):rep(12)))"))
                    .contains("key of 12 bytes: 16 or 32 expected")
                    .doesNotContain("SECRET");
        }
    }
}
