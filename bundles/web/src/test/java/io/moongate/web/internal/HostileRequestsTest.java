package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.web.internal.http.Limits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attackers send, byte by byte, and what they get. */
class HostileRequestsTest {

    @TempDir
    Path directory;

    private WebFixture web;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Limits limits =
                Limits.standard().withTimes(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(30));
        web = new WebFixture(directory, new WebSettings(true, limits, 3, Duration.ofMinutes(10)));
        web.file("index.lsp", "<?lsp print(request:method(), request:data'x') ?>")
                .file("head.lsp", "<?lsp response:setheader('X-A', request:data'v') ?>ok")
                .file("redirect.lsp", "<?lsp response:sendredirect(request:data'to') ?>")
                .file(
                        "cookie.lsp",
                        "<?lsp local c = response:createcookie'c' c:path(request:data'v') c:activate() ?>ok")
                .file("login.lsp", "<?lsp request:login'anna' ?>in")
                .file("secret/.hidden", "hidden")
                .file("a.txt", "a")
                .start();
        port = web.listen();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 0x5\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Host: other\r\n",
                "Host: h/../\r\n",
                "Bad Name: x\r\n"
            })
    void requests_with_two_readings_are_refused_and_the_connection_is_closed(String fields) throws Exception {
        String answer = send("POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n" + fields
                + "\r\n0\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
                "GET /\r\n\r\n",
                "\0\1\2\3\r\n\r\n"
            })
    void malformed_heads_are_refused(String head) throws Exception {
        assertThat(send(head)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void trace_and_unknown_methods_are_refused() throws Exception {
        assertThat(send("TRACE / HTTP/1.1\r\nHost: h\r\nX-Secret: s\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .doesNotContain("X-Secret");
        assertThat(send("BREW / HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void too_much_is_refused_with_the_fitting_status() throws Exception {
        assertThat(get("/" + "a".repeat(9000))).startsWith("HTTP/1.1 414 ");
        assertThat(send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(40000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        String form = "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        assertThat(send(form + "Content-Length: 20000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        assertThat(send(form + "Transfer-Encoding: chunked\r\n\r\n5000\r\n" + "x".repeat(0x5000) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd.txt",
                "/%2e%2e/%2e%2e/etc/passwd.txt",
                "/..%2f..%2fetc/passwd.txt",
                "/..%5c..%5cetc/passwd.txt",
                "/%252e%252e/etc/passwd.txt",
                "/secret/.hidden",
                "/secret/%2ehidden",
                "/a.txt%00.lsp"
            })
    void nothing_outside_and_nothing_hidden_is_served(String target) throws Exception {
        assertThat(get(target)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void header_values_cannot_end_their_field() throws Exception {
        assertThat(get("/head.lsp?v=a%0d%0aX-Evil:1"))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("\r\nX-Evil");
        assertThat(get("/cookie.lsp?v=a%0d%0aX-Evil:1")).doesNotContain("\r\nX-Evil");
        assertThat(get("/redirect.lsp?to=/%0d%0aX-Evil:1")).doesNotContain("\r\nX-Evil");
    }

    @Test
    void the_servers_own_redirects_stay_on_this_server() throws Exception {
        assertThat(get("//evil.example/x")).contains("Location: http://h/evil.example/x/");
        assertThat(get("/%2f%2fevil.example/x")).contains("Location: http://h/evil.example/x/");
    }

    @Test
    void what_was_asked_for_is_not_reflected_in_error_pages() throws Exception {
        assertThat(get("/%3Cscript%3Ealert(1)%3C/script%3E.x"))
                .startsWith("HTTP/1.1 404 ")
                .doesNotContain("<script");
    }

    @Test
    void a_client_that_sends_its_header_slowly_is_dropped() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_planted_session_is_worth_nothing_after_the_login() throws Exception {
        Session planted = web.server().sessions().create("127.0.0.1").orElseThrow();
        String token = planted.token();
        String answer = send(
                "GET /login.lsp HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: mgsession=" + token + "\r\n\r\n");
        assertThat(answer).contains("Set-Cookie: mgsession=").doesNotContain(token);
        assertThat(web.server().sessions().byToken(token)).isEmpty();
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        String answer = send("GET /?x=1 HTTP/1.1\r\nHost: h\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: h\r\n\r\n"
                + "GET /?x=3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s).*GET\t1.*\r\n\r\na.*GET\t3.*");
    }
}
