package io.moongate.smtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to aiosmtpd, read back by Python's email package. */
class RealServerTest {

    /** Makes a certificate for localhost; what a server reports is decoded by the Lua code of each test. */
    private static final String PRELUDE = """
            local from, to = {year = 2020}, {year = 2040}
            cakey = ba.create.key()
            cacert = ba.create.certificate(ba.create.csr(cakey, {commonname = "Test CA"}, {"SSL_CA"}, {"KEY_CERT_SIGN"}), cakey, from, to, 1)
            key = ba.create.key()
            cert = ba.create.certificate(ba.create.csr(key, {commonname = "localhost"}, "localhost", {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"}), cacert, cakey, from, to, 2)
            local function write(name, text) local f = io.open(name, "wb") f:write(text) f:close() end
            write(DIRECTORY .. "cert.pem", cert)
            write(DIRECTORY .. "key.pem", key)
            local store = ba.create.certstore()
            store:addcert(cacert)
            shark = ba.create.sharkssl(store)
            require "socket.mail"
            """;

    private final MailVm mail = new MailVm();
    private Process server;
    private BufferedReader reports;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        mail.vm().run("DIRECTORY = '" + directory + "/'");
        mail.vm().run(PRELUDE);
        Path script = Path.of(System.getProperty("moongate.root"), "bundles/smtp/src/test/resources/smtpd.py");
        // Debian's, for which python3-aiosmtpd is installed.
        server = new ProcessBuilder(
                        "/usr/bin/python3", script.toString(), directory + "/cert.pem", directory + "/key.pem")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        reports = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        mail.vm().run("PORT = " + reports.readLine());
    }

    @AfterEach
    void stop() throws Exception {
        mail.close();
        server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** Long content as the server shows it. */
    private static String shown(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return content.length() + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String send(String conf, String message) {
        return mail.vm().eval("return socket.mail(" + conf + "):send(" + message + ")");
    }

    @Test
    void every_part_arrives_as_it_was() throws IOException {
        mail.vm()
                .run(
                        "local f = io.open(DIRECTORY .. 'note.txt', 'wb') f:write(('line of a file\\n'):rep(5000)) f:close()");
        assertThat(send("{server = 'localhost', port = PORT}", """
                {
                  subject = "Grüße aus dem Werk: 23 °C, alles läuft wie am Schnürchen", from = "Jürgen <j@a.example>",
                  to = {"A <a@b.example>", "b@b.example"}, cc = "C <c@b.example>", bcc = "d@b.example",
                  txtbody = ".leading dot\\n\\nGrüße = Küsse\\n" .. ("long "):rep(100) .. "\\n",
                  htmlbody = "<p>Grüße <img src='cid:pic'>\\n",
                  htmlimg = {id = "pic", name = "pic.gif", source = "GIF89a"},
                  attach = {{name = "note.txt", source = io.open(DIRECTORY .. "note.txt", "rb")}, {name = "b.bin", source = "\\0\\1\\r\\n.\\r\\n"}},
                }""")).isEqualTo("1");
        String report = reports.readLine();
        assertThat(report)
                .contains("\"from\": \"j@a.example\"")
                .contains("\"rcpt\": [\"a@b.example\", \"b@b.example\", \"c@b.example\", \"d@b.example\"]")
                .contains(
                        "\"subject\": \"Gr\\u00fc\\u00dfe aus dem Werk: 23 \\u00b0C, alles l\\u00e4uft wie am Schn\\u00fcrchen\"")
                .contains("\"header_from\": \"J\\u00fcrgen <j@a.example>\"")
                .contains("\"defects\": []")
                .contains("\".leading dot\\r\\n\\r\\nGr\\u00fc\\u00dfe = K\\u00fcsse\\r\\nlong long ")
                .contains("\"id\": \"<pic>\", \"disposition\": \"inline\", \"content\": \"GIF89a\"")
                .contains("\"name\": \"note.txt\", \"id\": null, \"disposition\": \"attachment\", \"content\": \""
                        + shown("line of a file\n".repeat(5000)) + "\"")
                .contains("\"content\": \"\\u0000\\u0001\\r\\n.\\r\\n\"");
    }

    @Test
    void starttls_and_login() throws IOException {
        assertThat(send(
                        "{server = 'localhost', port = PORT, shark = shark, starttls = true, trusted = true, user = 'joe', password = 'secret'}",
                        "{subject = 'S', from = 'a@b.example', to = 'c@d.example', body = 'B\\n', encoding = '8BIT'}"))
                .isEqualTo("1");
        assertThat(reports.readLine())
                .contains("\"tls\": true")
                .contains("\"user\": \"joe\"")
                .contains("BODY=8BITMIME");
    }

    @Test
    void a_wrong_password_is_refused() {
        assertThat(send(
                        "{server = 'localhost', port = PORT, user = 'joe', password = 'wrong'}",
                        "{subject = 'S', from = 'a@b.example', to = 'c@d.example', body = 'B'}"))
                .startsWith("nil,535");
    }

    @Test
    void a_server_that_nobody_vouches_for_is_refused_when_trust_is_asked_for() {
        assertThat(send(
                        "{server = 'localhost', port = PORT, shark = ba.create.sharkssl(), starttls = true, trusted = true}",
                        "{subject = 'S', from = 'a@b.example', to = 'c@d.example', body = 'B'}"))
                .isEqualTo("nil,cn");
    }

    @Test
    void a_large_attachment_streams() throws IOException {
        mail.vm().run("local f = io.open(DIRECTORY .. 'big', 'wb') f:write(('x'):rep(5000000)) f:close()");
        assertThat(
                        send(
                                "{server = 'localhost', port = PORT}",
                                "{subject = 'S', from = 'a@b.example', to = 'c@d.example', attach = {name = 'big', source = io.open(DIRECTORY .. 'big', 'rb')}}"))
                .isEqualTo("1");
        assertThat(reports.readLine()).contains("\"content\": \"" + shown("x".repeat(5000000)) + "\"");
    }
}
