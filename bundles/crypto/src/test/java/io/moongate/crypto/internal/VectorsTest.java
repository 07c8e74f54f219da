package io.moongate.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published test vectors. */
class VectorsTest {

    private static CryptoVm vm;

    @BeforeAll
    static void start() {
        vm = new CryptoVm();
    }

    @AfterAll
    static void stop() {
        vm.close();
    }

    @ParameterizedTest(name = "RFC 4231 {0}")
    @CsvSource(delimiter = '|', textBlock = """
        1 | ('\\x0b'):rep(20) | "Hi There" | b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7 | 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
        2 | "Jefe" | "what do ya want for nothing?" | 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843 | 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
        3 | ('\\xaa'):rep(20) | ('\\xdd'):rep(50) | 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe | fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb
        6 | ('\\xaa'):rep(131) | "Test Using Larger Than Block-Size Key - Hash Key First" | 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54 | 80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598
        7 | ('\\xaa'):rep(131) | "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm." | 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2 | e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58
        """)
    void hmac(int number, String key, String data, String sha256, String sha512) {
        assertThat(vm.eval("return C.hash('hmac', 'sha256', " + key + ")(" + data + ")(true, 'hex')"))
                .isEqualTo(sha256);
        assertThat(vm.eval("return C.hash('hmac', 'sha512', " + key + ")(" + data + ")(true, 'hex')"))
                .isEqualTo(sha512);
    }

    @Test
    void an_empty_hmac_key() {
        assertThat(vm.eval("return C.hash('hmac', 'sha256', '')('')(true, 'hex')"))
                .isEqualTo("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    }

    @ParameterizedTest(name = "RFC 6070 {0}")
    @CsvSource({
        "'password', 'salt', 1, 20, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
        "'password', 'salt', 2, 20, ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
        "'password', 'salt', 4096, 20, 4b007901b765489abead49d926f721d065a429c1",
        "'passwordPASSWORDpassword', 'saltSALTsaltSALTsaltSALTsaltSALTsalt', 4096, 25, 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        "'pass\\0word', 'sa\\0lt', 4096, 16, 56fa6aa75548099dcc37d7f03425e0c3"
    })
    void pbkdf2(String password, String salt, int count, int length, String key) {
        String call = "return hex(C.PBKDF2('sha1', '%s', '%s', %d, %d):sub(1, %d))";
        assertThat(vm.eval(call.formatted(password, salt, count, length, length)))
                .isEqualTo(key);
    }

    @Test
    void a_million_times_a_fips_180() {
        assertThat(vm.eval("return hex(C.sha1(('a'):rep(1000000))), C.hash'sha256'(('a'):rep(1000000))(true, 'hex')"))
                .isEqualTo("34aa973cd4c4daa4f61eeb2bdbad27316534016f,"
                        + "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    @Test
    void chacha20_poly1305_rfc_8439_section_2_8_2() {
        assertThat(vm.eval("""
                local s = C.symmetric('CHACHA20-POLY1305', unhex'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f', unhex'070000004041424344454647')
                s:setauth(unhex'50515253c0c1c2c3c4c5c6c7')
                local text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
                local c, t = s:encrypt(text)
                assert(s:decrypt(c, t) == text)
                assert(s:decrypt(c, ('x'):rep(16)) == nil)
                return hex(c), hex(t)
                """))
                .isEqualTo("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                        + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                        + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                        + "3ff4def08e4b7a9de576d26586cec64b6116,1ae10b594f09e26a7e902ecbd0600691");
    }

    @ParameterizedTest(name = "NIST SP 800-38C example {0}")
    @CsvSource({
        "1, 10111213141516, 0001020304050607, 20212223, 4, 7162015b4dac255d",
        "2, 1011121314151617, 000102030405060708090a0b0c0d0e0f, 202122232425262728292a2b2c2d2e2f, 6,"
                + " d2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd",
        "3, 101112131415161718191a1b, 000102030405060708090a0b0c0d0e0f10111213,"
                + " 202122232425262728292a2b2c2d2e2f3031323334353637, 8,"
                + " e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951"
    })
    void ccm(int example, String nonce, String aad, String plain, int tagLength, String sealed) throws Exception {
        Ccm ccm = new Ccm(new SecretKeySpec(unhex("404142434445464748494a4b4c4d4e4f"), "AES"), unhex(nonce), tagLength);
        assertThat(ccm.seal(unhex(aad), unhex(plain))).isEqualTo(unhex(sealed));
        assertThat(ccm.open(unhex(aad), unhex(sealed))).isEqualTo(unhex(plain));
        byte[] changed = unhex(sealed);
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> ccm.open(unhex(aad), changed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void ccm_example_4_with_64_kilobytes_of_additional_data() throws Exception {
        byte[] aad = new byte[65536];
        for (int i = 0; i < aad.length; i++) {
            aad[i] = (byte) i;
        }
        Ccm ccm = new Ccm(
                new SecretKeySpec(unhex("404142434445464748494a4b4c4d4e4f"), "AES"),
                unhex("101112131415161718191a1b1c"),
                14);
        assertThat(ccm.seal(aad, unhex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")))
                .isEqualTo(unhex("69915dad1e84c6376a68c2967e4dab615ae0fd1faec44cc484828529463ccf72"
                        + "b4ac6bec93e8598e7f0dadbcea5b"));
    }

    @Test
    void gcm_specification_cases() {
        assertThat(vm.eval("""
                local s = C.symmetric('GCM', ('\\0'):rep(16), ('\\0'):rep(12))
                local c, t = s:encrypt(('\\0'):rep(16))
                local s32 = C.symmetric('GCM', ('\\0'):rep(32), ('\\0'):rep(12))
                local c32, t32 = s32:encrypt('')
                return hex(c), hex(t), hex(c32), hex(t32)
                """))
                .isEqualTo("0388dace60b6a392f328c2b971b2fe78,ab6e47d42cec13bdf53a67b21257bddf,"
                        + ",530f8afbc74536b9a963b4f1c4cb738b");
    }

    @Test
    void ccm_without_additional_data_and_several_messages() {
        assertThat(vm.eval("""
                local s = C.symmetric('CCM', ('k'):rep(16), ('n'):rep(12))
                local c1, t1 = s:encrypt(('m'):rep(32))
                local c2, t2 = s:encrypt(('m'):rep(32))
                local out = {c1 == c2 and t1 == t2, s:decrypt(c1, t1) == ('m'):rep(32)}
                s:setauth(('a'):rep(70000))
                local c3, t3 = s:encrypt(('m'):rep(32))
                out[3] = s:decrypt(c3, t3) == ('m'):rep(32)
                out[4] = c3 == c1 and t3 ~= t1
                return table.unpack(out)
                """)).isEqualTo("true,true,true,true");
    }

    @Test
    void cbc_of_nist_sp_800_38a_chains_over_calls() {
        assertThat(vm.eval("""
                local key, iv = unhex'2b7e151628aed2a6abf7158809cf4f3c', unhex'000102030405060708090a0b0c0d0e0f'
                local e = C.symmetric('CBC', key, iv, 'encrypt')
                local a = e:encrypt(unhex'6bc1bee22e409f96e93d7e117393172a')
                local b = e:encrypt(unhex'ae2d8a571e03ac9c9eb76fac45af8e51', 'PKCS7')
                local d = C.symmetric('CBC', key, iv, 'decrypt')
                local text = d:decrypt(a) .. d:decrypt(b, 'PKCS7')
                return hex(a), hex(b:sub(1, 16)), hex(text), pcall(d.encrypt, d, ''), (pcall(e.decrypt, e, ''))
                """))
                .startsWith("7649abac8119b246cee98e9b12e9197d,5086cb9b507219ee95db113a917678b2,"
                        + "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51,false,");
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
