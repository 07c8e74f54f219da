package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets in a gateway as it is delivered: its transport, and connections that go from HTTP to Lua and back. */
class SocketsIT {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String END = "\r\n";

    /** A masked text frame "hey" (RFC 6455, 5.2; mask 0). */
    private static final byte[] HEY = {(byte) 0x81, (byte) 0x83, 0, 0, 0, 0, 'h', 'e', 'y'};

    private static final String ECHO = """
            <?lsp
            local s, extra = ba.socket.req2sock(request)
            s:event(function(s)
              s:write("taken:" .. (extra or "") .. "\\n")
              while true do
                local d = s:read()
                if not d then break end
                s:write(d)
              end
            end, "s")
            return true
            ?>""";

    private static final String WEB_SOCKET = """
            <?lsp
            local s = ba.socket.req2sock(request)
            if not s:websocket() then s:close() return end
            local data, isText = s:read(5000)
            s:write(tostring(data) .. tostring(isText), true)
            s:close()
            ?>""";

    private static final String BACK = """
            <?lsp
            local s, extra = ba.socket.req2sock(request)
            local line = extra ~= "" and extra or s:read(5000)
            ba.socket.sock2req(s, "GET /hello.lsp" .. line:match "^(.*)$")
            return true
            ?>""";

    private static final String LISTEN = """
            <?lsp
            local listener = ba.socket.bind(0, {intf = "127.0.0.1"})
            print((select(2, listener:sockname())))
            listener:event(function(l)
              local c = l:accept()
              c:event(function(c) ba.socket.sock2req(c, c:read()) end, "s")
            end, "r")
            ?>""";

    private static final String CLIENT = """
            <?lsp
            local http = require "httpc".create()
            assert(http:request{url = "http://127.0.0.1:" .. ba.serverport .. "/plain.lsp"})
            local status = http:status()
            local s, extra = ba.socket.http2sock(http)
            s:write "ping"
            print(status, extra or "", s:read(5000))
            s:close()
            ?>""";

    /** Answers a header and a part of what follows in one piece, then echoes. */
    private static final String PLAIN = """
            <?lsp
            local s = ba.socket.req2sock(request)
            s:write "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nbehind"
            s:event(function(s) s:write("echo " .. s:read(5000)) end, "s")
            return true
            ?>""";

    @TempDir
    static Path directory;

    private static Path home;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Path app = Files.createDirectory(directory.resolve("app"));
        Files.writeString(app.resolve("hello.lsp"), "<?lsp print 'hello' ?>");
        Files.writeString(app.resolve("echo.lsp"), ECHO);
        Files.writeString(app.resolve("ws.lsp"), WEB_SOCKET);
        Files.writeString(app.resolve("back.lsp"), BACK);
        Files.writeString(app.resolve("listen.lsp"), LISTEN);
        Files.writeString(app.resolve("client.lsp"), CLIENT);
        Files.writeString(app.resolve("plain.lsp"), PLAIN);
        home = directory.resolve("home");
        gateway = new RunningGateway(home, "--app", app + "=/");
        RunningGateway.await("the app runs", () -> gateway.get("/hello.lsp").contains("hello"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Socket connect() throws IOException {
        return new RawHttp(gateway.url("/")).connect();
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Test
    void epoll_is_the_transport_where_its_library_is_delivered_for() throws IOException {
        try (Stream<Path> logs = Files.list(home.resolve("log"))) {
            assertThat(logs.map(SocketsIT::content)).anyMatch(log -> log.contains("network transport: epoll"));
        }
    }

    private static String content(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void req2sock_gives_what_came_behind_the_request() throws IOException {
        try (Socket socket = connect()) {
            RawHttp.write(socket, "GET /echo.lsp" + HOST + END + "early");
            assertThat(read(socket, 12)).isEqualTo("taken:early\n");
            RawHttp.write(socket, "later");
            assertThat(read(socket, 5)).isEqualTo("later");
        }
    }

    @Test
    void a_web_socket_reads_a_frame_that_came_with_the_request() throws IOException {
        try (Socket socket = connect()) {
            RawHttp.write(
                    socket,
                    "GET /ws.lsp" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + END
                            + new String(HEY, StandardCharsets.ISO_8859_1));
            String answer = RawHttp.readAll(socket);
            assertThat(answer).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer).endsWith("\u0081\u0007heytrue\u0088\u0002\u0003\u00e8");
        }
    }

    @Test
    void sock2req_gives_a_connection_back_to_http() throws IOException {
        try (Socket socket = connect()) {
            RawHttp.write(socket, "GET /back.lsp" + HOST + END);
            RawHttp.write(socket, HOST + "Connection: close\r\n" + END);
            assertThat(RawHttp.readAll(socket)).startsWith("HTTP/1.1 200 ").contains("hello");
        }
    }

    @Test
    void sock2req_takes_connections_that_lua_accepted() throws IOException {
        int port = Integer.parseInt(gateway.get("/listen.lsp").strip());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            RawHttp.write(socket, "GET /hello.lsp" + HOST + "Connection: close\r\n" + END);
            assertThat(RawHttp.readAll(socket)).startsWith("HTTP/1.1 200 ").contains("hello");
        }
    }

    @Test
    void http2sock_gives_what_came_behind_the_response() {
        assertThat(gateway.get("/client.lsp").strip()).isEqualTo("200\tbehind\techo ping");
    }
}
