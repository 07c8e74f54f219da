package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users whose file holds salted hashes: the file alone lets nobody in. */
class SaltedUsersTest {

    @TempDir
    Path directory;

    @Test
    void a_password_matches_its_hash_and_the_hash_itself_does_not() throws Exception {
        String hash = hashOf("secret");
        try (WebFixture web = WebFixture.of(directory);
                HttpClient client = HttpClient.newHttpClient()) {
            web.file(".preload", """
                            local users = ba.create.jsonuser()
                            hash = "HASH"
                            assert(users:set{anna={pwd=hash, roles={"x"}}})
                            assert(users:getpwd"anna" == hash)
                            local d = ba.create.dir"safe"
                            d:setauth(ba.create.authenticator(users, {type="basic"}))
                            local r = ba.create.resrdr(io) d:insert(r, true) d:insert()
                            """.replace("HASH", hash))
                    .file("hash.lsp", "<?lsp response:write(ba.create.jsonuser():hash'secret') ?>")
                    .file("f.txt", "inside")
                    .start();
            int port = web.listen();
            assertThat(get(client, port, "/hash.lsp", "").body())
                    .matches("pbkdf2-sha256\\$600000\\$[^$]{24}\\$[^$]{44}");
            assertThat(get(client, port, "/safe/f.txt", "anna:" + hash).statusCode())
                    .isEqualTo(401);
            assertThat(get(client, port, "/safe/f.txt", "anna:wrong").statusCode())
                    .isEqualTo(401);
            assertThat(get(client, port, "/safe/f.txt", "anna:secret").body()).isEqualTo("inside");
        }
    }

    /** Of few iterations, to be quick. */
    private static String hashOf(String password) throws GeneralSecurityException {
        byte[] salt = "a salt of a test".getBytes(StandardCharsets.US_ASCII);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1000, 256))
                .getEncoded();
        var base64 = Base64.getEncoder();
        return "pbkdf2-sha256$1000$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path, String user) throws Exception {
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + basic);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
