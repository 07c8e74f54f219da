package io.moongate.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we make openssl takes, and the reverse. */
class OpensslTest {

    private static CryptoVm vm;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        vm = new CryptoVm();
    }

    @AfterAll
    static void stop() {
        vm.close();
    }

    private Openssl openssl() throws Exception {
        Openssl openssl = new Openssl(directory);
        openssl.write("data", "signed data".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return openssl;
    }

    private static String[] generate(String kind) {
        return kind.startsWith("rsa")
                ? new String[] {"genrsa", "-traditional", "-out", "key.pem", kind.substring(3)}
                : new String[] {"ecparam", "-name", kind, "-genkey", "-noout", "-out", "key.pem"};
    }

    @ParameterizedTest
    @CsvSource({
        "rsa2048, sha256",
        "rsa1024, sha1",
        "rsa3072, sha512",
        "prime256v1, sha256",
        "prime256v1, sha512",
        "secp384r1, sha384",
        "secp521r1, sha512",
        "brainpoolP256r1, sha256",
        "brainpoolP384r1, sha384",
        "brainpoolP512r1, sha512"
    })
    void signatures_both_ways(String kind, String hash) throws Exception {
        Openssl openssl = openssl();
        openssl.run(generate(kind));
        openssl.run("pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
        vm.set("key", openssl.text("key.pem"));
        vm.set("pub", openssl.text("pub.pem"));
        openssl.write("sig", vm.bytes("digest = C.hash'" + hash + "''signed data'() return C.sign(digest, key)"));
        assertThat(openssl.run("dgst", "-" + hash, "-verify", "pub.pem", "-signature", "sig", "data"))
                .contains("Verified OK");

        openssl.run("dgst", "-" + hash, "-sign", "key.pem", "-out", "sig", "data");
        vm.set("sig", openssl.read("sig"));
        assertThat(vm.eval("return C.verify(sig, pub, digest), C.verify(sig, pub, C.hash'" + hash + "''other'())"))
                .isEqualTo("true,false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs1", "oaep", "none"})
    void encryption_both_ways(String padding) throws Exception {
        Openssl openssl = openssl();
        openssl.run(generate("rsa2048"));
        openssl.run("pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
        vm.set("key", openssl.text("key.pem"));
        vm.set("pub", openssl.text("pub.pem"));
        vm.run("text = ('\\1m'):rep(" + (padding.equals("none") ? 128 : 20) + ")");
        vm.run("op = {padding = '" + padding + "', hashid = 'sha256', label = 'L'}");
        openssl.write("c", vm.bytes("return C.encrypt(text, pub, op)"));
        openssl.run(pkeyutl(padding, "-decrypt", "c", "p"));
        assertThat(openssl.read("p")).isEqualTo(vm.bytes("return text"));

        openssl.run(pkeyutl(padding, "-encrypt", "p", "c2"));
        vm.set("c", openssl.read("c2"));
        assertThat(vm.eval("return C.decrypt(c, key, op) == text")).isEqualTo("true");
    }

    private static String[] pkeyutl(String padding, String operation, String in, String out) {
        String mode = padding.equals("oaep")
                ? "rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256 -pkeyopt rsa_oaep_label:4c"
                : "rsa_padding_mode:" + padding;
        return ("pkeyutl " + operation + " -inkey key.pem -in " + in + " -out " + out + " -pkeyopt " + mode).split(" ");
    }

    @Test
    void the_manuals_option_names() throws Exception {
        Openssl openssl = openssl();
        openssl.run(generate("rsa1024"));
        vm.set("key", openssl.text("key.pem"));
        assertThat(vm.eval("""
                local manual = {algorithm = 'OAEP', hash = 'SHA256', label = 'L'}
                local observed = {padding = 'oaep', hashid = 'sha256', label = 'L'}
                local block = ('\\1'):rep(128)
                return C.decrypt(C.encrypt('a', key, manual), key, observed),
                   C.decrypt(C.encrypt(block, key, {nopadding = true}), key, {padding = 'none'}) == block,
                   C.encrypt('short', key, {nopadding = true})
                """)).startsWith("a,true,nil,invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "-aes-256-cbc -v2prf hmacWithSHA256, true",
        "-aes-128-cbc -v2prf hmacWithSHA512, true",
        "-aes-256-cbc -v2prf hmacWithSHA1, false",
        "-des3 -v2prf hmacWithSHA256, false"
    })
    void protected_pkcs8(String protection, boolean isAccepted) throws Exception {
        Openssl openssl = openssl();
        openssl.run(generate("prime256v1"));
        String cipher = protection.split(" ")[0].substring(1);
        openssl.run(
                "pkcs8",
                "-topk8",
                "-in",
                "key.pem",
                "-out",
                "p8.pem",
                "-passout",
                "pass:se cret",
                "-v2",
                cipher,
                "-v2prf",
                protection.split(" ")[2]);
        vm.set("key", openssl.text("p8.pem"));
        assertThat(vm.eval("return C.keysize(key, {password = 'se cret'})"))
                .startsWith(isAccepted ? "72,ECC" : "nil,pem_key_unsupported_encryption_type");
        assertThat(vm.eval("return C.keysize(key)"))
                .startsWith(isAccepted ? "nil,pem_key_passphrase_required" : "nil,");
        assertThat(vm.eval("return (C.keysize(key, {password = 'wrong'}))")).isEqualTo("nil");
    }
}
