package io.moongate.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.Result;
import io.moongate.runtime.testing.TestVm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsModuleTest {

    private TestVm vm;
    private Openssl openssl;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        openssl = new Openssl(directory);
        vm = new TestVm(new TlsModule());
        vm.run("""
                from, to = {year = 2020, month = 1, day = 1}, {year = 2060, month = 1, day = 1}
                function ca(op)
                   local key = ba.create.key(op)
                   local csr = ba.create.csr(key, {commonname = 'Test CA'}, {'SSL_CA'}, {'KEY_CERT_SIGN', 'CRL_SIGN'})
                   return ba.create.certificate(csr, key, from, to, 1), key
                end
                function leaf(cn, san, cacert, cakey, op)
                   local key = ba.create.key(op)
                   local csr = ba.create.csr(key, {commonname = cn, organization = 'Örg', countryname = 'SE'}, san, {'SSL_SERVER', 'SSL_CLIENT'}, {'DIGITAL_SIGNATURE'})
                   return ba.create.certificate(csr, cacert, cakey, from, to, 0x7FFFFFFFFFFFFFFF), key, csr
                end
                """);
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private void save(String name, String expression) throws Exception {
        openssl.write(name, vm.eval("return " + expression).getBytes(StandardCharsets.UTF_8));
    }

    private void set(String global, byte[] bytes) {
        vm.vm().globals().set(global, Result.string(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{curve='SECP384R1'}",
                "{curve='secp521r1'}",
                "{curve='BRAINPOOLP256R1'}",
                "{curve='BRAINPOOLP384R1'}",
                "{curve='BRAINPOOLP512R1'}",
                "{key='rsa', bits=2048}"
            })
    void openssl_takes_keys_requests_and_certificates(String options) throws Exception {
        vm.run("cacert, cakey = ca(" + options
                + ") cert, key, csr = leaf('a.example.com', 'a.example.com;IP:10.0.0.1;URI:urn:x', cacert, cakey, "
                + options + ")");
        save("ca.pem", "cacert");
        save("cert.pem", "cert");
        save("key.pem", "key");
        save("csr.pem", "csr");
        assertThat(openssl.run("pkey", "-in", "key.pem", "-check", "-noout")).contains("Key is valid");
        assertThat(openssl.run("req", "-in", "csr.pem", "-verify", "-noout")).contains("verify OK");
        assertThat(openssl.run("verify", "-CAfile", "ca.pem", "-x509_strict", "-purpose", "sslserver", "cert.pem"))
                .contains("OK");
        assertThat(openssl.run("verify", "-CAfile", "ca.pem", "-purpose", "sslclient", "cert.pem"))
                .contains("OK");
        assertThat(openssl.run("x509", "-in", "cert.pem", "-noout", "-text", "-nameopt", "utf8"))
                .contains("CN=a.example.com", "O=Örg", "C=SE", "DNS:a.example.com, IP Address:10.0.0.1, URI:urn:x")
                .contains(
                        "Serial Number: 9223372036854775807",
                        "Not After : Jan  1 00:00:00 2060 GMT",
                        "SSL Client, SSL Server")
                .contains("Version: 3");
    }

    @Test
    void we_issue_for_requests_of_openssl() throws Exception {
        openssl.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
        openssl.run(
                "req",
                "-new",
                "-key",
                "key.pem",
                "-subj",
                "/CN=dev/O=Org",
                "-addext",
                "subjectAltName=DNS:dev",
                "-out",
                "csr.pem");
        set("csr", openssl.read("csr.pem"));
        vm.run("cacert, cakey = ca() cert = ba.create.certificate(csr, cacert, cakey, from, to, 5, 'sha384')");
        save("ca.pem", "cacert");
        save("cert.pem", "cert");
        assertThat(openssl.run("verify", "-CAfile", "ca.pem", "cert.pem")).contains("OK");
        assertThat(openssl.run("x509", "-in", "cert.pem", "-noout", "-text")).contains("ecdsa-with-SHA384", "DNS:dev");
    }

    @Test
    void a_request_cannot_make_itself_a_ca() throws Exception {
        openssl.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
        openssl.run(
                "req",
                "-new",
                "-key",
                "key.pem",
                "-subj",
                "/CN=dev",
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-out",
                "csr.pem");
        set("csr", openssl.read("csr.pem"));
        vm.run("cacert, cakey = ca() cert = ba.create.certificate(csr, cacert, cakey, from, to, 5)");
        save("cert.pem", "cert");
        assertThat(openssl.run("x509", "-in", "cert.pem", "-noout", "-text")).doesNotContain("CA:TRUE");
    }

    @Test
    void what_does_not_belong_together_is_refused() {
        vm.run("cacert, cakey = ca() cert, key, csr = leaf('a', 'a', cacert, cakey)");
        assertThat(vm.eval("return ba.create.certificate(csr, cacert, key, from, to, 1)"))
                .isEqualTo("nil,invalid,the CA key does not belong to the CA certificate");
        assertThat(vm.eval("return ba.create.certificate(csr, cakey, from, to, 1)"))
                .isEqualTo("nil,invalid,the key does not belong to the certificate request");
        assertThat(vm.eval("return ba.create.certificate(cert, cakey, from, to, 1)"))
                .startsWith("nil,invalid,");
        assertThat(vm.eval("return ba.create.certificate(csr:gsub('A', 'B', 3), cakey, from, to, 1)"))
                .startsWith("nil,");
        for (String call : new String[] {
            "csr(key, {}, {}, {})",
            "csr(key, {commonname='a'}, nil, {}, {})",
            "csr(key, {commonname='a'}, {'NO'}, {})",
            "csr(key, {commonname='a'}, {}, {}, 'md5')",
            "certificate(csr, key, 'now', to, 1)",
            "certificate(csr, key, {month=1}, to, 1)",
            "certificate(csr, key, {year=2021, month=2, day=30}, to, 1)",
            "certificate(csr, key, to, from, 1)",
            "key{curve='no'}",
            "key{rnd='short'}",
            "sharkssl('junk')",
            "sharkssl(nil, {insize='x'})",
            "sharkcert(cert)"
        }) {
            assertThatThrownBy(() -> vm.run("ba.create." + call)).as(call).hasMessageContaining("bad argument #");
        }
    }

    @Test
    void keys_from_seeds() {
        assertThat(
                        vm.eval(
                                "return ba.create.key{rnd=('s'):rep(40)} == ba.create.key{rnd=('s'):rep(99)}, ba.create.key{rnd=('t'):rep(40)} == ba.create.key{rnd=('s'):rep(40)}"))
                .isEqualTo("true,false");
        assertThat(vm.eval("return ba.create.key{key='rsa', bits=1000}")).startsWith("nil,invalid");
        assertThat(vm.eval("return ba.create.key{key='dsa'}")).startsWith("nil,invalid");
    }

    @Test
    void sharkcerts_from_text_and_files() throws Exception {
        vm.run("cacert, cakey = ca() cert, key = leaf('a', 'a', cacert, cakey)");
        save("cert.pem", "cert");
        save("ca.pem", "cacert");
        save("key.pem", "key");
        openssl.run("pkcs8", "-topk8", "-in", "key.pem", "-out", "p8.pem", "-passout", "pass:pw");
        openssl.run(
                "pkcs12",
                "-export",
                "-in",
                "cert.pem",
                "-inkey",
                "key.pem",
                "-certfile",
                "ca.pem",
                "-out",
                "k.p12",
                "-passout",
                "pass:pw");
        openssl.run("x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der");
        set("p8", openssl.read("p8.pem"));
        set("p12", openssl.read("k.p12"));
        set("der", openssl.read("cert.der"));
        assertThat(vm.eval("return type(ba.create.sharkcert(cert .. cacert, key))"))
                .isEqualTo("userdata");
        assertThat(vm.eval("return type(ba.create.sharkcert(cert, p8, 'pw'))")).isEqualTo("userdata");
        assertThat(vm.eval("return type(ba.create.sharkcert(p12, nil, 'pw'))")).isEqualTo("userdata");
        assertThat(vm.eval("return ba.create.sharkcert(p12, nil, 'no')")).startsWith("nil,pem_key_parse_error");
        assertThat(vm.eval("return ba.create.sharkcert(cert, p8)")).startsWith("nil,pem_key_passphrase_required");
        assertThat(vm.eval("return ba.create.sharkcert(cert, p8, 'no')")).startsWith("nil,pem_key_parse_error");
        assertThat(vm.eval("return ba.create.sharkcert('junk', key)")).startsWith("nil,pem_cert_unrecognized_format");
        assertThat(vm.eval("return ba.create.sharkcert(der, key)")).startsWith("nil,pem_cert_unrecognized_format");
        assertThat(vm.eval("return ba.create.sharkcert(cert, 'junk')")).startsWith("nil,pem_key_unrecognized_format");
        assertThat(
                        vm.eval(
                                "local s = ba.create.sharkssl(nil, {server = true}) return s:addcert(ba.create.sharkcert(cert, key))"))
                .isEqualTo("true");
    }

    @Test
    void stores_take_pem_pkcs7_and_der() throws Exception {
        vm.run("cacert, cakey = ca() cert, key = leaf('a', 'a', cacert, cakey)");
        save("cert.pem", "cert");
        save("ca.pem", "cacert");
        openssl.run("crl2pkcs7", "-nocrl", "-certfile", "cert.pem", "-certfile", "ca.pem", "-out", "both.p7b");
        openssl.run(
                "crl2pkcs7",
                "-nocrl",
                "-certfile",
                "cert.pem",
                "-certfile",
                "ca.pem",
                "-outform",
                "DER",
                "-out",
                "both.der");
        openssl.run("x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der");
        set("p7", openssl.read("both.p7b"));
        set("p7der", openssl.read("both.der"));
        set("der", openssl.read("ca.der"));
        assertThat(
                        vm.eval(
                                "local s = ba.create.certstore() return s:addcert(cert .. cacert), s:addcert(p7), s:addcert(p7der), s:addcert(der), s:addcert('junk')"))
                .isEqualTo("2,2,2,1,0");
    }

    @Test
    void the_shark_client_is_one_object() {
        assertThat(vm.eval("return ba.sharkclient() == ba.sharkclient(), type(ba.sharkclient())"))
                .isEqualTo("true,userdata");
    }

    @Test
    void certificates_of_others() throws Exception {
        openssl.run(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "k.pem",
                "-days",
                "10",
                "-subj",
                "/C=SE/ST=P/L=T/O=Org/OU=U/CN=host.example.com",
                "-addext",
                "subjectAltName=DNS:a.example.com,DNS:b.example.com,IP:1.2.3.4",
                "-outform",
                "DER",
                "-out",
                "c.der");
        set("der", openssl.read("c.der"));
        assertThat(
                        vm.eval(
                                "local t = ba.parsecert(der) local s = t.subject return s.countryname, s.province, s.locality, s.organization, s.unit, s.commonname, t.issuer.commonname, table.concat(t.san, '|'), ba.parsecerttime(t.tzto) - ba.parsecerttime(t.tzfrom)"))
                .isEqualTo("SE,P,T,Org,U,host.example.com,host.example.com,a.example.com|b.example.com,864000");
    }

    @ParameterizedTest
    @CsvSource({
        "240102030405Z, 1704164645",
        "20501231235959Z, 2556143999",
        "240230030405Z, 0",
        "junk, 0",
        "2401020304+0100, 0"
    })
    void certificate_times(String time, long seconds) {
        assertThat(vm.eval("return ba.parsecerttime('" + time + "')")).isEqualTo(Long.toString(seconds));
    }

    @Test
    void damaged_certificates_and_requests_are_refused() throws Exception {
        vm.run("cacert, cakey = ca() cert, key, csr = leaf('a', 'a', cacert, cakey)");
        byte[] der = Base64.getMimeDecoder().decode(vm.eval("return (cert:gsub('%-+[^-]+%-+', ''))"));
        byte[] request = Base64.getMimeDecoder().decode(vm.eval("return (csr:gsub('%-+[^-]+%-+', ''))"));
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            set("der", damaged(der, random));
            assertThat(vm.eval("return type((ba.parsecert(der))), type(ba.create.certstore():addcert(der))"))
                    .isIn("table,number", "nil,number");
            set(
                    "csr2",
                    io.moongate.net.pki.Pem.encode("CERTIFICATE REQUEST", damaged(request, random))
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(vm.eval("return type((ba.create.certificate(csr2, cacert, cakey, from, to, 1)))"))
                    .isIn("nil", "string");
        }
        byte[] nested = new byte[100_000];
        java.util.Arrays.fill(nested, (byte) 0x30);
        set("der", nested);
        assertThat(vm.eval("return select('#', ba.parsecert(der))")).isEqualTo("0");
        set("der", new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x30});
        assertThat(vm.eval("return select('#', ba.parsecert(der))")).isEqualTo("0");
    }

    private static byte[] damaged(byte[] der, Random random) {
        byte[] copy = der.clone();
        for (int k = random.nextInt(4); k >= 0; k--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? copy : java.util.Arrays.copyOf(copy, random.nextInt(copy.length));
    }
}
