package io.moongate.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.data.internal.codec.CodecModule;
import io.moongate.data.internal.json.JsonModule;
import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Curve;
import io.moongate.net.pki.PkiException;
import io.moongate.runtime.Result;
import io.moongate.runtime.testing.TestVm;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtTest {

    /** RFC 7515, appendix A: the payload that its examples share. */
    private static final String PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static TestVm vm;

    @BeforeAll
    static void start() throws PkiException {
        vm = new TestVm(new CryptoModule(), new JsonModule(), new CodecModule());
        vm.run("jwt = require'jwt'");
        set("rsa", AsymmetricKey.generateRsa(2048));
        set("p256", AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom()));
        set("p384", AsymmetricKey.generate(Curve.SECP384R1, new SecureRandom()));
        set("p521", AsymmetricKey.generate(Curve.SECP521R1, new SecureRandom()));
    }

    private static void set(String name, AsymmetricKey key) {
        vm.vm().globals().set(name, Result.string(key.toPem()));
        vm.vm().globals().set(name + "pub", Result.string(key.publicData().toPem()));
    }

    @AfterAll
    static void stop() {
        vm.close();
    }

    @Test
    void rfc_7515_a_1_hs256() {
        assertThat(
                        vm.eval(
                                "local ok, p = jwt.verify('eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + PAYLOAD
                                        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', ba.b64decode'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow') return ok, p.iss"))
                .isEqualTo("true,joe");
    }

    @Test
    void rfc_7515_a_2_rs256() {
        assertThat(
                        vm.eval(
                                "local n = ba.b64decode'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ' return jwt.verify('eyJhbGciOiJSUzI1NiJ9."
                                        + PAYLOAD
                                        + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw', {n = n, e = '\\1\\0\\1'})"))
                .startsWith("true,table");
    }

    @Test
    void rfc_7515_a_3_es256() {
        assertThat(
                        vm.eval(
                                "local b = ba.b64decode return (jwt.verify('eyJhbGciOiJFUzI1NiJ9." + PAYLOAD
                                        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q', {x = b'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y = b'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}))"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "HS256, 'secret', 'secret'",
        "HS512, 'secret', 'secret'",
        "RS256, rsa, rsapub",
        "RS512, rsa, rsapub",
        "ES256, p256, p256pub",
        "ES384, p384, p384pub",
        "ES512, p521, p521pub"
    })
    void both_argument_orders(String algorithm, String key, String verifyKey) {
        String k = key.equals("secret") ? "'secret'" : key;
        String v = verifyKey.equals("secret") ? "'secret'" : verifyKey;
        String op = "{alg = '" + algorithm + "', kid = 7}";
        assertThat(vm.eval("local t, parts = jwt.sign({a = 1}, " + k + ", " + op
                        + ") return type(t), type(parts), (jwt.verify(t, " + v + "))"))
                .isEqualTo("string,table,true");
        assertThat(vm.eval("local parts, t = jwt.sign(" + k + ", {a = 1}, " + op
                        + ") return type(parts.protected), parts.protected .. '.' .. parts.payload .. '.' .. parts.signature == t, (jwt.verify(t, "
                        + v + "))"))
                .isEqualTo("string,true,true");
        assertThat(vm.eval("return (jwt.verify(jwt.scomp(" + k + ", {a = 1}, " + op + "), " + v
                        + ")), (jwt.verify(jwt.scomp({a = 1}, " + k + ", " + op + "), " + v + "))"))
                .isEqualTo("true,true");
        assertThat(vm.eval("return jwt.verify(jwt.sign({a = 1}, " + k + ", " + op + "), " + v + ", false, {'"
                        + algorithm + "'}) , jwt.verify(jwt.sign({a = 1}, " + k + ", " + op + "), " + v
                        + ", false, 'HS384')"))
                .isEqualTo("true,nil,algorithm " + algorithm + " is not allowed");
    }

    @Test
    void headers_with_a_key() {
        assertThat(
                        vm.eval(
                                "local h = jwt.jwkh(p256) local x, y = ba.crypto.keyparams(p256) return h.alg, h.jwk.kty, h.jwk.crv, ba.b64decode(h.jwk.x) == x, ba.b64decode(h.jwk.y) == y, (jwt.verify(jwt.scomp(p256, {a = 1}, h), p256pub))"))
                .isEqualTo("ES256,EC,P-256,true,true,true");
        assertThat(vm.eval("local h = jwt.jwkh(rsa) return h.alg, h.jwk.kty, h.jwk.e"))
                .isEqualTo("RS256,RSA,AQAB");
        assertThat(vm.eval("return (jwt.jwkh('junk'))")).isEqualTo("nil");
    }

    @Test
    void a_public_key_is_no_hmac_secret() {
        vm.run("""
                local head, body = ba.b64urlencode'{"alg":"HS256"}', ba.b64urlencode'{"admin":true}'
                local text = head .. '.' .. body
                forged = text .. '.' .. ba.b64urlencode(ba.crypto.hash('hmac', 'sha256', rsapub)(text)())
                unsigned = ba.b64urlencode'{"alg":"none"}' .. '.' .. body .. '.'
                """);
        assertThat(vm.eval("return jwt.verify(forged, rsapub)")).isEqualTo("nil,a PEM key is no HMAC secret");
        assertThat(vm.eval("return jwt.verify(unsigned, rsapub)")).isEqualTo("nil,unknown algorithm");
        assertThat(vm.eval("return jwt.verify(unsigned, '')")).isEqualTo("nil,unknown algorithm");
    }

    @Test
    void keys_fit_their_algorithms() {
        assertThat(
                        vm.eval(
                                "return (jwt.sign({}, rsa, {alg = 'ES256'})), (jwt.sign({}, p256, {alg = 'RS256'})), (jwt.sign({}, p384, {alg = 'ES256'}))"))
                .isEqualTo("nil,nil,nil");
        assertThat(
                        vm.eval(
                                "local x, y = ba.crypto.keyparams(p384) return (jwt.verify(jwt.sign({}, p256, {alg = 'ES256'}), {x = x, y = y}))"))
                .isEqualTo("false");
        assertThat(vm.eval("return (jwt.verify(jwt.sign({}, p256, {alg = 'ES256'}), rsapub))"))
                .isEqualTo("false");
    }

    @Test
    void tokens_that_are_none() {
        for (String token : new String[] {
            "", "a", "a.b", "a.b.c.d", "....", "e30.e30.e30", "bnVsbA.e30.x", "W10.e30.eA", "e30=.e30.eA"
        }) {
            assertThat(vm.eval("return (jwt.verify('" + token + "', 'k'))"))
                    .as(token)
                    .isEqualTo("nil");
        }
        assertThat(vm.eval(
                        "return jwt.verify(ba.b64urlencode'{\"alg\":\"HS256\",\"crit\":[\"b64\"]}' .. '.e30.eA', 'k')"))
                .startsWith("nil,the token has critical");
        assertThatThrownBy(() -> vm.run("jwt.sign({}, 'k', {})")).hasMessageContaining("no alg");
        assertThatThrownBy(() -> vm.run("jwt.verify(1, 'k')")).hasMessageContaining("bad token");
    }
}
