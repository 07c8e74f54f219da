package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reverse proxy before the JDK's server and a socket. */
class ProxyTest {

    @TempDir
    Path directory;

    private final Set<Integer> backendPorts = ConcurrentHashMap.newKeySet();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer backend;
    private WebFixture web;
    private int port;

    @BeforeEach
    void start() throws Exception {
        backend = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        backend.setExecutor(Executors.newCachedThreadPool());
        backend.createContext("/", exchange -> {
            backendPorts.add(exchange.getRemoteAddress().getPort());
            byte[] body = exchange.getRequestBody().readAllBytes();
            String seen = exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Added") + " "
                    + exchange.getRequestHeaders().getFirst("Cookie") + " " + body.length;
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + backend.getAddress().getPort() + "/base/next");
            exchange.getResponseHeaders().add("Set-Cookie", "k=v; Path=/base/sub; HttpOnly");
            exchange.getResponseHeaders().add("X-Secret", "s");
            exchange.sendResponseHeaders(200, seen.length());
            exchange.getResponseBody().write(seen.getBytes(StandardCharsets.ISO_8859_1));
            exchange.close();
        });
        backend.createContext("/base/big", exchange -> {
            exchange.sendResponseHeaders(200, 8_000_000);
            exchange.getResponseBody().write(new byte[8_000_000]);
            exchange.close();
        });
        backend.start();
        web = WebFixture.of(directory);
        port = web.listen();
        mount(backend.getAddress().getPort());
    }

    private void mount(int backendPort) throws IOException {
        web.file(
                        ".preload",
                        "proxy = ba.create.redirector('p', '127.0.0.1', " + backendPort + ", '/base/') proxy:insert()")
                .file(
                        "rules.lsp",
                        "<?lsp app.proxy:rewrite{request={['X-Added']='yes', Cookie=false},"
                                + " response={['X-Secret']=false, ['X-Front']='f'}, location=true} ?>")
                .file("bad.lsp", "<?lsp print(pcall(app.proxy.rewrite, app.proxy, {request={['a b']='x'}})) ?>")
                .start();
    }

    @AfterEach
    void stop() {
        web.close();
        backend.stop(0);
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void connections_to_the_server_behind_are_kept() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send(request("/p/x?q=" + i)).body()).isEqualTo("/base/x?q=" + i + " null null 0");
        }
        assertThat(backendPorts).hasSize(1);
    }

    @Test
    void chunked_bodies_pass() throws Exception {
        byte[] body = new byte[300_000];
        var chunked = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        assertThat(send(request("/p/x").POST(chunked)).body()).isEqualTo("/base/x null null 300000");
    }

    @Test
    void large_answers_pass_whole() throws Exception {
        byte[] body = client.send(request("/p/big").build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(body).hasSize(8_000_000);
    }

    @Test
    void headers_are_rewritten_as_the_rules_say() throws Exception {
        var plain = send(request("/p/x").header("Cookie", "a=b"));
        assertThat(plain.headers().firstValue("Location"))
                .contains("http://127.0.0.1:" + backend.getAddress().getPort() + "/base/next");
        send(request("/rules.lsp"));
        var changed = send(request("/p/x").header("Cookie", "a=b"));
        assertThat(changed.body()).isEqualTo("/base/x yes null 0");
        assertThat(changed.headers().firstValue("Location")).contains("/p/next");
        assertThat(changed.headers().firstValue("Set-Cookie")).contains("k=v; Path=/p/sub; HttpOnly");
        assertThat(changed.headers().map()).doesNotContainKey("x-secret").containsKey("x-front");
        assertThat(send(request("/bad.lsp")).body()).startsWith("false").contains("invalid header name");
    }

    /** A server of one connection that does what {@code talk} does. */
    private CompletableFuture<String> raw(ServerSocket server, Talk talk) {
        return CompletableFuture.supplyAsync(() -> {
            try (server;
                    Socket peer = server.accept()) {
                return talk.with(peer);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private interface Talk {
        String with(Socket peer) throws IOException;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    @Test
    void a_server_that_breaks_off_breaks_the_answer_off() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        web.close();
        web = WebFixture.of(directory);
        port = web.listen();
        mount(server.getLocalPort());
        raw(server, peer -> {
            head(peer.getInputStream());
            peer.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly this".getBytes());
            return "";
        });
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("GET /p/x HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).doesNotContain("chunked").hasSizeLessThan(2000);
        }
    }

    @Test
    void a_websocket_passes_through_and_a_dead_server_is_an_answer() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        web.close();
        web = WebFixture.of(directory);
        port = web.listen();
        mount(server.getLocalPort());
        String handshake = "GET /p/ws?a=1 HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: k\r\nSec-WebSocket-Version: 13\r\n\r\n";
        CompletableFuture<String> seen = raw(server, peer -> {
            String head = head(peer.getInputStream());
            OutputStream out = peer.getOutputStream();
            out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".getBytes());
            byte[] bytes = peer.getInputStream().readNBytes(5);
            out.write(bytes);
            return head;
        });
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((handshake + "hello").getBytes(StandardCharsets.US_ASCII));
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 101");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("hello");
        }
        assertThat(seen.get(10, TimeUnit.SECONDS))
                .startsWith("GET /base/ws?a=1 HTTP/1.1")
                .contains("Sec-WebSocket-Key: k", "Upgrade: websocket");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 404");
        }
    }
}
