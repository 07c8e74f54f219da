package io.moongate.httpclient.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.Ports;
import io.moongate.runtime.testing.TestVm;
import io.moongate.socket.internal.SocketModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against the JDK's server, the proxies tinyproxy and microsocks, and a server that hangs up early. */
@Timeout(60)
class RealPeersTest {

    @TempDir
    Path directory;

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final TestVm vm =
            new TestVm(new ClientModule(loops), new SocketModule(loops, descriptors), new TimerModule());
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + exchange.getRequestBody().readAllBytes().length)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Set-Cookie", "a=1");
            exchange.getResponseHeaders()
                    .add("Set-Cookie", "b=x y; Path=/; Secure; expires=Thu, 01 Jan 2026 00:00:00 GMT");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/loop", exchange -> {
            exchange.getResponseHeaders().add("Location", "/loop?again");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        vm.run("url = 'http://127.0.0.1:" + server.getAddress().getPort() + "' httpc = require 'httpc'");
    }

    @AfterEach
    void stop() {
        vm.close();
        server.stop(0);
        descriptors.close();
        loops.close();
    }

    @Test
    void bodies_of_both_kinds_arrive_and_the_connection_is_kept() {
        assertThat(vm.eval("""
                        local h = httpc.create()
                        h:request{url = url .. "/p", method = "POST", size = 10}
                        h:write "0123456789"
                        local sized = h:read "a"
                        local _, port = h:sockname()
                        h:request{url = url .. "/q", method = "PUT", query = {k = "a b"}}
                        for i = 1, 10 do h:write(("x"):rep(50000)) end
                        local chunked = h:read "a"
                        local _, again = h:sockname()
                        h:close()
                        return sized, chunked, port == again
                        """)).isEqualTo("POST /p 10,PUT /q?k=a%20b 500000,true");
    }

    @Test
    void cookies_come_one_by_one() {
        assertThat(vm.eval("""
                        local h = httpc.create()
                        h:request{url = url}
                        local t = {}
                        for name, value, more in h:cookie() do
                          t[#t + 1] = name .. "=" .. value .. ";" .. (more and tostring(more.path or more.Path) or "")
                        end
                        h:close()
                        return table.concat(t, " | ")
                        """)).isEqualTo("a=1; | b=x y;/");
    }

    @Test
    void a_circle_of_redirects_ends() {
        assertThat(vm.eval("""
                        local h = require "http".create()
                        h:request{url = url .. "/loop"}
                        local status, err = h:status()
                        h:close()
                        return status, err
                        """)).isEqualTo("nil,redirect");
    }

    /** Sends a refusal when it has seen the head, reads nothing more, and keeps the connection open. */
    @Test
    void an_upload_ends_when_the_server_refuses_it_before_it_is_whole() throws Exception {
        try (ServerSocket refusing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> refuse(refusing));
            vm.run("refusing = 'http://127.0.0.1:" + refusing.getLocalPort() + "'");
            for (String size : new String[] {"", ", size = 40000000"}) {
                assertThat(vm.eval("""
                                local h = httpc.create()
                                h:timeout(20000)
                                h:request{url = refusing, method = "PUT" SIZE}
                                local ok, status = h:write(("x"):rep(40000000))
                                local after = h:status()
                                h:close()
                                return ok, status, after
                                """.replace("SIZE", size))).isEqualTo("nil,413,413");
                accepted.get(10, TimeUnit.SECONDS).close();
                accepted = CompletableFuture.supplyAsync(() -> refuse(refusing));
            }
        }
    }

    private static Socket refuse(ServerSocket listener) {
        try {
            Socket peer = listener.accept();
            peer.getInputStream().read();
            peer.getOutputStream()
                    .write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return peer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitPort(int port) throws Exception {
        for (int i = 0; ; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(i).as("tries until the proxy listens").isLessThan(400);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private String through(int port, String options) {
        return vm.eval("""
                local function get(op)
                  local h = httpc.create(op)
                  local ok, err = h:request{url = url .. "/via"}
                  local body = ok and h:read "a" or err
                  h:close()
                  return body
                end
                local op = {proxy = "127.0.0.1", proxyport = %d %s, proxyuser = "joe", proxypass = "secret"}
                local right = get(op)
                op.proxypass = "wrong"
                local wrong = get(op)
                op.proxypass, op.proxycon = "secret", true
                local h = httpc.create(op)
                local _, ready = h:request{url = url}
                local s = ba.socket.http2sock(h)
                s:write "GET /raw HTTP/1.0\\r\\n\\r\\n"
                local raw = s:read(5000)
                s:close()
                return right, wrong, ready, raw and raw:match "^HTTP/1.1 200" ~= nil
                """.formatted(port, options));
    }

    @Test
    void microsocks_lets_the_right_password_through() throws Exception {
        int port = Ports.free();
        Process proxy = new ProcessBuilder(
                        "microsocks", "-i", "127.0.0.1", "-p", Integer.toString(port), "-u", "joe", "-P", "secret")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("proxy.log").toFile())
                .start();
        try {
            awaitPort(port);
            assertThat(through(port, ", socks = true")).isEqualTo("GET /via 0,proxyauth,prxready,true");
        } finally {
            proxy.destroyForcibly().waitFor();
        }
    }

    @Test
    void tinyproxy_lets_the_right_password_through() throws Exception {
        int port = Ports.free();
        Path configuration = Files.writeString(directory.resolve("tinyproxy.conf"), """
                Port %d
                Listen 127.0.0.1
                Timeout 60
                MaxClients 20
                BasicAuth joe secret
                """.formatted(port));
        Process proxy = new ProcessBuilder("tinyproxy", "-d", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("proxy.log").toFile())
                .start();
        try {
            awaitPort(port);
            // A wrong password is 401 to tinyproxy; proxies that say 407 are in the recorded cases.
            assertThat(through(port, "")).isEqualTo("GET /via 0,unknown,prxready,true");
        } finally {
            proxy.destroyForcibly().waitFor();
        }
    }
}
