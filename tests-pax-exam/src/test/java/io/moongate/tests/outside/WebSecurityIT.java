package io.moongate.tests.outside;

import static io.moongate.tests.outside.RawHttp.answers;
import static io.moongate.tests.outside.RawHttp.field;
import static io.moongate.tests.outside.RawHttp.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile clients send, and what they are answered: the table in docs/security.md. */
class WebSecurityIT {

    private static final String SECRET = "what nobody may see";
    private static final String NEXT = "GET /next.lsp HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        Path home = directory.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/io.moongate.web.cfg"), """
                development = false
                headertime = 2
                bodytime = 2
                loginattempts = 3
                """);
        Path app = Files.createDirectories(directory.resolve("app"));
        Files.createDirectories(app.resolve("sub"));
        Files.writeString(directory.resolve("secret.txt"), SECRET);
        Files.createDirectories(directory.resolve("outside"));
        Files.writeString(directory.resolve("outside/secret.txt"), SECRET);
        Files.createSymbolicLink(app.resolve("link.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(app.resolve("link"), directory.resolve("outside"));
        Files.writeString(app.resolve(".hidden.txt"), SECRET);
        Files.writeString(app.resolve("sub/.hidden.txt"), SECRET);
        Files.writeString(app.resolve("a.txt"), "plain");
        Files.write(app.resolve("large.bin"), new byte[32 << 20]);
        Files.writeString(app.resolve(".preload"), """
                local users = ba.create.authuser(function(name) return name == 'anna' and 'pw' or nil end)
                local function guarded(type)
                   local d = ba.create.dir(type)
                   d:setfunc(function() return false end)
                   d:setauth(ba.create.authenticator(users, {type = type, realm = 'r'}))
                   local inner = ba.create.dir()
                   inner:setfunc(function(_ENV) response:write('in as ', (request:user())) return true end)
                   d:insert(inner, true)
                   dir:insert(d, true)
                end
                guarded'digest'
                guarded'basic'
                local files = ba.openio'disk' and ba.mkio(ba.openio'disk', '%s')
                dir:insert(ba.create.dav('dav', files), true)
                local upload = ba.create.upload(files)
                local u = ba.create.dir'upload'
                u:setfunc(function(_ENV, path)
                   upload(request, path, function() end,
                      function(_ENV, up) up:response():setstatus(200) up:response():write(up:name()) up:response():close() end,
                      function(_ENV, up, code) local r = up:response() r:setstatus(400) r:write(code) r:close() end)
                end)
                dir:insert(u, true)
                """.formatted(Files.createDirectories(directory.resolve("files"))));
        page(app, "index.lsp", "print(request:method(), request:data'x')");
        page(app, "next.lsp", "print'NEXT'");
        page(app, "body.lsp", "local n = 0 for piece in request:rawrdr() do n = n + #piece end print('bytes', n)");
        page(app, "header.lsp", "response:setheader(request:data'n' or 'X-A', request:data'v')");
        page(app, "folded.lsp", "print('[' .. request:header'X' .. ']', request:header'Transfer-Encoding')");
        page(app, "type.lsp", "response:setcontenttype(request:data'v')");
        page(app, "redirect.lsp", "response:sendredirect(request:data'v')");
        page(
                app,
                "cookie.lsp",
                "local c = response:createcookie(request:data'n' or 'c') local f = request:data'f' c[f](c, request:data'v')"
                        + " c:activate()");
        page(app, "session.lsp", "request:session(true).mark = 1 print'session'");
        page(app, "login.lsp", "request:login'anna' print'in'");
        page(app, "who.lsp", "print(request:user())");
        page(app, "error.lsp", "local secret = 'inner value' error('broken with ' .. request:data'x')");
        page(app, "senderror.lsp", "response:senderror(404, 'x')");
        page(app, "wide.lsp", "response:write(('x'):rep(8000))");
        gateway = new RunningGateway(home, "--app", app + "=/", "--https", "127.0.0.1:0");
        http = new RawHttp(gateway.url("/"));
        RunningGateway.await("the app", () -> gateway.get("/a.txt").equals("plain"));
    }

    private static void page(Path app, String name, String code) throws IOException {
        Files.writeString(app.resolve(name), "<?lsp " + code + " ?>");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void assertServing() {
        assertThat(gateway.get("/a.txt")).isEqualTo("plain");
    }

    private static String unescaped(String text) {
        return text.translateEscapes();
    }

    // --- request smuggling

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 5",
                "Content-Length: 5\\r\\nContent-Length: 6",
                "Content-Length: 5\\r\\nContent-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: 5 5",
                "Content-Length: +5",
                "Content-Length: -1",
                "Content-Length: 0x5",
                "Content-Length: 5e0",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Content-Length : 5",
                "Content-Length: 5\\r\\n , 6",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \\\"chunked\\\"",
                "Transfer-Encoding: \\013chunked",
                "Transfer-Encoding: chunked\\0",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\\t: chunked",
                "X: y\\rTransfer-Encoding: chunked",
                "X: y\\nTransfer-Encoding: chunked",
                "X: y\\0z",
                "X\\0: y",
                "no colon",
                ": no name",
                "Bad Name: x",
                "Host: other",
                "Host: h/../"
            })
    void a_head_with_two_readings_is_answered_400_and_the_connection_closed(String fields) throws Exception {
        String all = http.send("POST /body.lsp HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n" + unescaped(fields)
                + "\r\n\r\n0\r\n\r\n" + NEXT);
        assertThat(status(all)).isEqualTo(400);
        assertThat(answers(all)).isOne();
        assertThat(all).doesNotContain("NEXT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\\r\\n\\r\\n",
                "GET / HTTP/2.0\\r\\nHost: h\\r\\n\\r\\n",
                "GET / HTTP/1.1x\\r\\nHost: h\\r\\n\\r\\n",
                "GET / http/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "GET / \\r\\nHost: h\\r\\n\\r\\n",
                "GET /\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\n Host: h\\r\\n\\r\\n",
                "GET / HTTP/1.1\\nHost: h\\n\\n",
                "GET /\\0 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "POST /body.lsp HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "\\0\\1\\2\\3\\r\\n\\r\\n"
            })
    void a_malformed_head_is_answered_400(String request) throws Exception {
        String all = http.send(unescaped(request));
        assertThat(status(all)).isEqualTo(400);
        assertThat(answers(all)).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFFFFFFFFFFFFFF\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "100000005\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "+5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "-5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5_0\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "five\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5\\nhello\\r\\n0\\r\\n\\r\\n",
                "5\\r\\nhelloXX0\\r\\n\\r\\n",
                "5;a=\\nb\\r\\nhello\\r\\n0\\r\\n\\r\\n"
            })
    void a_malformed_chunk_is_answered_400_or_the_connection_closed(String body) throws Exception {
        String all = http.send("POST /body.lsp HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + unescaped(body) + NEXT);
        assertThat(all).doesNotContain("NEXT").doesNotContain("200 OK");
        assertThat(answers(all)).isLessThanOrEqualTo(1);
    }

    @Test
    void a_folded_field_is_one_field_with_a_space() throws Exception {
        String answer = http.get("/folded.lsp", "X: y", " Transfer-Encoding: chunked", "\tand more");
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).contains("[y Transfer-Encoding: chunked and more]");
    }

    @Test
    void chunk_extensions_and_trailers_are_ignored_within_the_limits() throws Exception {
        String head = "POST /body.lsp HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        assertThat(http.send(head + "5;a=b;c=\"d\"\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n"))
                .contains("bytes\t5");
        assertThat(http.send(head + "5;" + "a".repeat(100_000) + "\r\nhello\r\n0\r\n\r\n"))
                .doesNotContain("200 OK");
        assertThat(http.send(head + "0\r\nX: " + "a".repeat(100_000) + "\r\n\r\n"))
                .doesNotContain("bytes\t0");
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        String all = http.send("POST /body.lsp HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
                + "\r\nabc" + NEXT + "GET /a.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(answers(all)).isEqualTo(3);
        assertThat(all).containsSubsequence("bytes\t3", "NEXT", "plain");
    }

    // --- splitting of headers and answers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/header.lsp?v=a%0d%0aX-Evil:1",
                "/header.lsp?v=a%0aX-Evil:1",
                "/header.lsp?v=a%0dX-Evil:1",
                "/header.lsp?v=a%00b",
                "/header.lsp?n=X%0d%0aX-Evil&v=1",
                "/header.lsp?n=X-Evil:1%0d%0aX&v=1",
                "/header.lsp?n=X%20Y&v=1",
                "/type.lsp?v=text/html%0d%0aX-Evil:1",
                "/cookie.lsp?f=path&v=/%0d%0aX-Evil:1",
                "/cookie.lsp?f=path&v=/;domain=evil.example",
                "/cookie.lsp?f=domain&v=a%0d%0aX-Evil:1",
                "/cookie.lsp?f=comment&v=a%0aX-Evil:1",
                "/cookie.lsp?n=a%0d%0aX-Evil&f=value&v=1"
            })
    void a_value_that_would_end_its_field_is_an_error_of_the_page(String target) throws Exception {
        String answer = http.get(target);
        assertThat(status(answer)).isEqualTo(500);
        assertThat(answer).doesNotContainPattern("(?im)^X-Evil").doesNotContain("domain=evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/redirect.lsp?v=/a%0d%0aX-Evil:1",
                "/redirect.lsp?v=/a%0d%0a%0d%0a%3Cscript%3E",
                "/redirect.lsp?v=http://h/%0aX-Evil:1",
                "/cookie.lsp?f=value&v=a%0d%0aX-Evil:1"
            })
    void a_line_end_in_a_redirect_or_cookie_value_is_escaped_or_refused(String target) throws Exception {
        String answer = http.get(target);
        assertThat(answer).doesNotContainPattern("(?im)^X-Evil").doesNotContain("<script>");
        assertThat(answers(answer)).isOne();
    }

    // --- paths

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/.%2e/secret.txt",
                "/%2E%2E%2Fsecret.txt",
                "/..%2fsecret.txt",
                "/..%5csecret.txt",
                "/%5c..%5csecret.txt",
                "/..\\\\secret.txt",
                "/%252e%252e%252fsecret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/%e0%80%ae%e0%80%ae/secret.txt",
                "/..%c0%afsecret.txt",
                "/%uff0e%uff0e/secret.txt",
                "/%EF%BC%8E%EF%BC%8E/secret.txt",
                "/..%00/secret.txt",
                "/..;/secret.txt",
                "/..../secret.txt",
                "/....//secret.txt",
                "/sub/../../secret.txt",
                "/sub/%2e%2e/%2e%2e/secret.txt",
                "/sub/..%2f..%2fsecret.txt",
                "/sub/./.././../secret.txt",
                "http://h/../secret.txt",
                "http://h/%2e%2e/secret.txt",
                "//../secret.txt",
                "/%2f..%2fsecret.txt",
                "/%2fetc%2fpasswd.txt",
                "/file:/etc/passwd.txt",
                "/link.txt",
                "/link/secret.txt",
                "/link/../secret.txt",
                "/.hidden.txt",
                "/%2ehidden.txt",
                "/sub/.hidden.txt",
                "/sub/%2ehidden.txt",
                "/.preload",
                "/%2epreload",
                "/a.txt%00.lsp",
                "/index.lsp%00.txt",
                "/index.lsp%00",
                "/index.lsp.",
                "/index.lsp%20",
                "/index.lsp/",
                "/index.lsp::$DATA",
                "/INDEX.LSP",
                "/dav/../../secret.txt",
                "/dav/%2e%2e/secret.txt",
                "/dav/..%5csecret.txt"
            })
    void nothing_outside_and_nothing_hidden_is_served(String target) throws Exception {
        String answer = http.get(unescaped(target));
        assertThat(status(answer)).isIn(400, 404);
        assertThat(answer).doesNotContain(SECRET).doesNotContain("<?lsp").doesNotContain("authuser");
    }

    @Test
    void nothing_is_written_outside() throws Exception {
        String put = "%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\nevil";
        for (String target : new String[] {
            "/dav/../evil.txt",
            "/dav/%2e%2e/evil.txt",
            "/dav/..%5cevil.txt",
            "/dav/%2e%2e%2fevil.txt",
            "/upload/%2e%2e/evil.txt",
            "/upload/..%5cevil.txt"
        }) {
            assertThat(status(http.send(put.formatted("PUT " + target))))
                    .as(target)
                    .isGreaterThanOrEqualTo(400);
        }
        assertThat(status(http.send(put.formatted("PUT /dav/good.txt")))).isEqualTo(201);
        for (String destination : new String[] {"/dav/../evil.txt", "http://h/dav/%2e%2e/evil.txt", "/evil.txt"}) {
            String copy = "COPY /dav/good.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\nDestination: %s\r\n\r\n";
            assertThat(status(http.send(copy.formatted(destination))))
                    .as(destination)
                    .isGreaterThanOrEqualTo(400);
        }
        String part =
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../evil.txt\"\r\n\r\nx\r\n--b--\r\n";
        String form = http.send("POST /upload/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
                + part.length() + "\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n" + part);
        assertThat(form).contains("evil.txt").doesNotContain("..");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("evil")))
                    .containsExactly(directory.resolve("files/evil.txt"));
        }
    }

    // --- too much

    @Test
    void a_long_request_line_is_414_a_long_header_431() throws Exception {
        assertThat(status(http.get("/" + "a".repeat(9000)))).isEqualTo(414);
        assertThat(status(http.get("/", "X: " + "a".repeat(40_000)))).isEqualTo(431);
        assertThat(status(http.get("/", "X: a\r\n".repeat(20_000) + "Y: b"))).isEqualTo(431);
    }

    @Test
    void a_large_form_or_body_is_413() throws Exception {
        String form = "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        assertThat(status(http.send(form + "Content-Length: 20000\r\n\r\n"))).isEqualTo(413);
        assertThat(status(http.send(
                        form + "Transfer-Encoding: chunked\r\n\r\n5000\r\n" + "x".repeat(0x5000) + "\r\n0\r\n\r\n")))
                .isEqualTo(413);
        assertThat(status(http.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999\r\n\r\n")))
                .isEqualTo(413);
    }

    @Test
    void a_compressed_body_is_handed_on_as_it_is_and_never_inflated() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[50 << 20]);
        }
        String body = packed.toString(StandardCharsets.ISO_8859_1);
        for (String coding : new String[] {"gzip", "deflate"}) {
            String answer = http.send("POST /body.lsp HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: "
                    + coding + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(answer).contains("bytes\t" + body.length());
        }
    }

    @Test
    void pipelined_requests_whose_answers_nobody_takes_are_not_read() throws Exception {
        try (Socket socket = http.connect()) {
            socket.setSendBufferSize(65536);
            String block = "GET /wide.lsp HTTP/1.1\r\nHost: h\r\n\r\n".repeat(1000);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 2000; i++) {
                        RawHttp.write(socket, block);
                    }
                } catch (IOException e) {
                    // The server gave up on this client, or the test ended.
                }
            });
            assertThat(writer.join(Duration.ofSeconds(10)))
                    .as("the server closes a client that takes nothing")
                    .isTrue();
        }
        assertServing();
    }

    // --- slow clients

    @Test
    void a_header_that_does_not_end_in_time_closes_the_connection_while_others_are_served() throws Exception {
        try (Socket silent = http.connect();
                Socket dripping = http.connect()) {
            RawHttp.write(silent, "GET / HTTP/1.1\r\nHo");
            RawHttp.write(dripping, "GET / HTTP/1.1\r\nHost: h\r\n");
            Thread drip = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        RawHttp.write(dripping, "X: y\r\n");
                        Thread.sleep(200);
                    }
                } catch (IOException | InterruptedException e) {
                    // Closed, as it shall be.
                }
            });
            assertServing();
            long begin = System.nanoTime();
            assertThat(RawHttp.readAll(silent)).isEmpty();
            assertThat(RawHttp.readAll(dripping)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            drip.interrupt();
        }
        assertServing();
    }

    @Test
    void a_body_that_does_not_come_closes_the_connection_while_others_are_served() throws Exception {
        try (Socket socket = http.connect()) {
            RawHttp.write(
                    socket,
                    "POST /body.lsp HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 100\r\n\r\nabc");
            assertServing();
            long begin = System.nanoTime();
            assertThat(RawHttp.readAll(socket)).doesNotContain("200 OK");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_dropped() throws Exception {
        try (Socket socket = http.connect()) {
            RawHttp.write(socket, "GET /large.bin HTTP/1.1\r\nHost: h\r\n\r\n");
            Thread.sleep(Duration.ofSeconds(6));
            assertThat(RawHttp.readAll(socket).length()).isLessThan(32 << 20);
        }
        assertServing();
    }

    @Test
    void a_slow_client_that_takes_something_gets_all_of_it() throws Exception {
        try (Socket socket = http.connect()) {
            RawHttp.write(socket, "GET /large.bin HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            long begin = System.nanoTime();
            long count = 0;
            byte[] block = new byte[1 << 20];
            int n;
            while ((n = socket.getInputStream().read(block)) > 0) {
                count += n;
                if (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5)) {
                    Thread.sleep(200);
                }
            }
            assertThat(count).isGreaterThan(32 << 20);
        }
    }

    // --- sessions

    private static String token(String answer) {
        return field(answer, "Set-Cookie").replaceFirst("mgsession=([0-9a-f]*).*", "$1");
    }

    @Test
    void a_login_gets_another_session_id_and_the_planted_one_is_worth_nothing() throws Exception {
        String planted = token(http.get("/session.lsp"));
        assertThat(planted).hasSize(24);
        String login = http.get("/login.lsp", "Cookie: mgsession=" + planted);
        assertThat(token(login)).hasSize(24).isNotEqualTo(planted);
        assertThat(http.get("/who.lsp", "Cookie: mgsession=" + planted)).doesNotContain("anna");
        assertThat(http.get("/who.lsp", "Cookie: mgsession=" + token(login))).contains("anna");
        assertThat(token(http.get("/login.lsp", "Cookie: mgsession=000000000000000000000000")))
                .isNotEqualTo("000000000000000000000000");
    }

    @Test
    void a_login_cookie_is_HttpOnly_and_SameSite_and_on_https_Secure() throws Exception {
        assertThat(field(http.get("/login.lsp"), "Set-Cookie"))
                .contains("HttpOnly", "SameSite=Lax")
                .doesNotContain("secure");
        String secure =
                Peer.run("curl", "-sk", "-i", gateway.secureUrl("/login.lsp").toString());
        assertThat(secure.lines()
                        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie")))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax", "secure");
    }

    // --- the gateway's own pages

    private static String signIn(String from, String password, String... fields) throws IOException {
        return http.postFrom(from, "/rtl/tracelogger/", "ba_username=admin&ba_password=" + password, fields);
    }

    private static final String UPGRADE =
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rtl/",
                "/rtl/index.html",
                "/rtl/nothing.html",
                "/rtl/tracelogger/",
                "/rtl/tracelogger/tracelogger.js",
                "/rtl/tracelogger/tracelogger.service/",
                "/rtl/tracelogger/../tracelogger/",
                "/%72tl/tracelogger/",
                "//rtl//tracelogger//"
            })
    void without_a_session_there_is_the_login_page_and_nothing_else(String target) throws Exception {
        assertThat(http.get(target)).contains("Sign in").doesNotContain("<title>TraceLogger");
        String upgrade =
                "GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\n" + UPGRADE + "\r\n\r\n";
        assertThat(http.send(upgrade)).contains("Sign in").doesNotContain("101 Switching");
    }

    @Test
    void another_sites_page_cannot_change_anything_403() throws Exception {
        String right = signIn("127.0.0.1", gateway.password());
        assertThat(status(right)).isEqualTo(302);
        assertThat(status(signIn("127.0.0.1", gateway.password(), "Origin: http://evil.example")))
                .isEqualTo(403);
        assertThat(status(signIn("127.0.0.1", gateway.password(), "Origin: null")))
                .isEqualTo(403);
        String cookie = "Cookie: mgsession=" + token(right);
        String service = "/rtl/tracelogger/tracelogger.service/";
        assertThat(status(http.get(service, cookie, "Origin: http://evil.example", UPGRADE)))
                .isEqualTo(403);
        assertThat(field(http.get("/rtl/tracelogger/", cookie), "Content-Security-Policy"))
                .contains("frame-ancestors 'self'");
    }

    @Test
    void guessing_passwords_bans_the_address_and_only_it_403() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(signIn("127.0.0.2", "wrong" + i)).contains("Wrong name or password");
        }
        String banned = signIn("127.0.0.2", gateway.password());
        assertThat(status(banned)).isEqualTo(403);
        assertThat(banned).contains("Too many failed logins").doesNotContain("Set-Cookie");
        assertThat(status(signIn("127.0.0.3", gateway.password()))).isEqualTo(302);
    }

    // --- redirects

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/x",
                "///evil.example/x",
                "/%2f%2fevil.example/x",
                "/%5cevil.example/x",
                "/\\\\evil.example/x",
                "http://evil.example/x",
                "/x%0d%0aLocation:%20http://evil.example/"
            })
    void the_servers_own_redirects_stay_on_this_server(String target) throws Exception {
        String answer = http.get(unescaped(target));
        assertThat(field(answer, "Location"))
                .satisfiesAnyOf(
                        location -> assertThat(location).isEmpty(),
                        location ->
                                assertThat(location).startsWith(gateway.url("/").toString()));
        assertThat(answer).doesNotContainPattern("(?im)^Location: http://evil");
    }

    @Test
    void a_login_leads_back_to_the_page_on_this_server() throws Exception {
        String form = "ba_username=admin&ba_password=" + gateway.password();
        for (String target : new String[] {"/rtl//evil.example/", "/rtl/%2f%2fevil.example/", "//rtl/x"}) {
            assertThat(field(http.post(target, form), "Location"))
                    .as(target)
                    .startsWith(gateway.url("/rtl/").toString());
        }
    }

    // --- methods

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE / HTTP/1.1",
                "TRACK / HTTP/1.1",
                "CONNECT h:1 HTTP/1.1",
                "BREW / HTTP/1.1",
                "get / HTTP/1.1"
            })
    void trace_and_unknown_methods_are_answered_405_and_echo_nothing(String line) throws Exception {
        String answer = http.send(line + "\r\nHost: h\r\nX-Secret: s3cr3t\r\nCookie: c=s3cr3t\r\n\r\n");
        assertThat(status(answer)).isEqualTo(405);
        assertThat(answer).doesNotContain("s3cr3t");
    }

    // --- digest

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String nonce, int count, String uri) {
        String nc = "%08x".formatted(count);
        String response = hash(hash("anna:r:pw") + ":" + nonce + ":" + nc + ":c:auth:" + hash("GET:" + uri));
        return "Authorization: Digest username=\"anna\", realm=\"r\", nonce=\"%s\", uri=\"%s\", qop=auth, nc=%s, cnonce=\"c\", response=\"%s\""
                .formatted(nonce, uri, nc, response);
    }

    @Test
    void a_digest_nonce_count_is_good_for_one_request_401() throws Exception {
        String challenge = http.get("/digest/x");
        assertThat(status(challenge)).isEqualTo(401);
        String nonce = field(challenge, "WWW-Authenticate").replaceFirst(".*nonce=\"([^\"]*)\".*", "$1");
        assertThat(http.get("/digest/x", digest(nonce, 1, "/digest/x"))).contains("in as anna");
        assertThat(status(http.get("/digest/x", digest(nonce, 1, "/digest/x")))).isEqualTo(401);
        assertThat(http.get("/digest/x", digest(nonce, 2, "/digest/x"))).contains("in as anna");
        assertThat(status(http.get("/digest/y", digest(nonce, 3, "/digest/x")))).isEqualTo(401);
        String forged = (nonce.charAt(0) == '0' ? "1" : "0") + nonce.substring(1);
        assertThat(status(http.get("/digest/x", digest(forged, 1, "/digest/x"))))
                .isEqualTo(401);
        assertThat(status(http.get("/digest/x", digest("", 1, "/digest/x")))).isEqualTo(401);
    }

    // --- errors

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%3Cscript%3Ealert(1)%3C/script%3E.x",
                "/%3Cscript%3Ealert(1)%3C/script%3E",
                "/senderror.lsp?x=%3Cscript%3E",
                "/error.lsp?x=%3Cscript%3E",
                "/dav/%3Cscript%3E.x",
                "/rtl/%3Cscript%3E.x"
            })
    void what_was_asked_for_is_not_reflected(String target) throws Exception {
        assertThat(http.get(target)).doesNotContain("<script>");
    }

    private static String logs() {
        try (Stream<Path> files = Files.list(directory.resolve("home/log"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(WebSecurityIT::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_failed_page_shows_a_number_that_finds_it_in_the_log_and_nothing_else() throws Exception {
        String answer = http.get("/error.lsp?x=input");
        assertThat(status(answer)).isEqualTo(500);
        assertThat(answer)
                .containsPattern("Error number [0-9a-f]{8}")
                .doesNotContain("error.lsp", "input", "traceback");
        String number = answer.replaceFirst("(?s).*Error number ([0-9a-f]{8}).*", "$1");
        RunningGateway.await("the log has " + number, () -> logs().contains(number));
        assertThat(logs())
                .containsPattern("/error\\.lsp failed, error number " + number + ".*error\\.lsp:1: broken with input");
    }

    @Test
    void a_developer_is_shown_file_line_and_traceback(@TempDir Path other) throws Exception {
        Path app = Files.createDirectories(other.resolve("app"));
        Files.writeString(app.resolve("bad.lsp"), "<html>\n<?lsp\nlocal function f() error'boom' end\nf()\n?>");
        Files.writeString(app.resolve("syntax.lsp"), "<html>\n<?lsp x = = 1 ?>");
        try (RunningGateway development = new RunningGateway(other.resolve("home"), "--app", app + "=/")) {
            RawHttp client = new RawHttp(development.url("/"));
            RunningGateway.await("the app", () -> !development.get("/bad.lsp").contains("503"));
            String answer = client.get("/bad.lsp");
            assertThat(status(answer)).isEqualTo(500);
            assertThat(answer)
                    .contains("bad.lsp:3: boom", "stack traceback:", "bad.lsp:4: in")
                    .doesNotContain("java", ".kt");
            assertThat(client.get("/syntax.lsp")).contains("syntax.lsp:2:");
        }
    }
}
