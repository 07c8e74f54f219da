package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.pki.PkiException;
import io.moongate.runtime.testing.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS against ourselves and against OpenSSL. */
class SocketTlsTest {

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private SocketVm vm;

    @BeforeEach
    void start() throws PkiException {
        authority = new TestAuthority("Test CA");
        vm = new SocketVm(Map.of(
                "server", authority.server("localhost"),
                "expired", authority.expiredServer("localhost"),
                "asking", authority.askingServer("localhost"),
                "client", authority.client(),
                "stranger", new TestAuthority("Other CA").client(),
                "member", authority.clientWithCertificate("member")));
    }

    @AfterEach
    void nothing_is_left() {
        try {
            vm.eval("if listener then listener:close() end");
            vm.awaitQuiet();
        } finally {
            vm.close();
        }
    }

    private String trust(String server, String client, String host) {
        return vm.eval("""
                local port, l = serve(echo, {shark = shark.%s})
                local c = assert(ba.socket.connect("%s", port, {shark = shark.%s}))
                c:write("x")
                local d = c:read(2000)
                local ok, code = c:trusted()
                c:close() l:close()
                return d, ok, code
                """.formatted(server, host, client));
    }

    @Test
    void trust_has_a_code_for_each_fault() {
        assertThat(trust("server", "client", "localhost")).isEqualTo("x,true,nil");
        assertThat(trust("server", "client", "127.0.0.1")).isEqualTo("x,nil,cert");
        assertThat(trust("server", "stranger", "localhost")).isEqualTo("x,nil,cn");
        assertThat(trust("server", "stranger", "127.0.0.1")).isEqualTo("x,nil,none");
        assertThat(trust("expired", "client", "localhost")).isEqualTo("x,nil,certcn");
    }

    @Test
    void both_sides_show_certificates() {
        assertThat(vm.eval("""
                        local name, valid, trusted, none
                        local port, l = serve(function(c)
                          local d = c:read()
                          local t, v = c:certificate()
                          name, valid, trusted = t and t.subject.commonname, v, c:trusted()
                          if not t then none = true end
                          c:write(d)
                        end, {shark = shark.asking})
                        local c = ba.socket.connect("localhost", port, {shark = shark.member})
                        c:write("x") c:read(2000) c:close()
                        local member, ok, how = name, valid, trusted
                        c = ba.socket.connect("localhost", port, {shark = shark.client})
                        c:write("x") c:read(2000) c:close()
                        l:close()
                        return member, ok, how, none
                        """)).isEqualTo("member,true,true,true");
    }

    /** A peer's session tickets, or its last words, come to a port that is closed: the system resets the connection then. */
    @Test
    void what_was_written_arrives_although_the_peer_writes_after_the_close() {
        assertThat(vm.eval("""
                        local data, closed, got, fin = ("0123456789abcdef"):rep(8192), false, 0, nil
                        port, listener = serve(function(c)
                          while not closed do ba.sleep(1) end
                          c:write("late") c:write("and later")
                          repeat
                            local d = c:read()
                            got = got + (d and #d or 0)
                          until not d
                          fin = true
                        end, {shark = shark.server})
                        local c = assert(ba.socket.connect("localhost", port, {shark = shark.client}))
                        assert(c:write(data))
                        c:close()
                        closed = true
                        while not fin do ba.sleep(1) end
                        return #data - got
                        """)).isEqualTo("0");
    }

    @Test
    void later_connections_resume() {
        assertThat(vm.eval("""
                        port, listener = serve(echo, {shark = shark.server})
                        local resumed = {}
                        for i = 1, 3 do
                          local c = ba.socket.connect("localhost", port, {shark = shark.client})
                          c:write("x") c:read(2000)
                          resumed[i] = tostring(c:isresumed()) .. tostring(c:trusted())
                          c:close()
                        end
                        return table.concat(resumed, " ")
                        """)).isEqualTo("falsetrue truetrue truetrue");
    }

    @Test
    void alpn_is_agreed_on() {
        assertThat(vm.eval("""
                        port, listener = serve(echo, {shark = shark.server, alpn = "mqtt,http/1.1"})
                        local c = ba.socket.connect("localhost", port, {shark = shark.client, alpn = "http/1.1"})
                        c:write("x") c:read(2000)
                        local _, protocol, alpn = c:cipher()
                        c:close()
                        return protocol, alpn
                        """)).isEqualTo("TLS_1_3,http/1.1");
    }

    @Test
    void a_connection_is_upgraded_in_the_middle() {
        assertThat(vm.eval("""
                        port, listener = serve(function(c)
                          c:read()
                          c:write("go ahead")
                          if c:upgrade(shark.server) then echo(c) end
                        end)
                        local c = ba.socket.connect("localhost", port)
                        c:write("STARTTLS")
                        local go = c:read(1000)
                        local ok = c:upgrade(shark.client)
                        c:write("secret")
                        local d, trusted = c:read(1000), c:trusted()
                        local again, e = c:upgrade(shark.client)
                        c:close()
                        return go, ok, d, trusted, again, e
                        """)).isEqualTo("go ahead,true,secret,true,nil,incorrectuse");
    }

    @Test
    void what_comes_before_an_upgrade_is_never_taken_for_secured() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c)
                  c:read()
                  ba.sleep(100)
                  ok, code = c:upgrade(shark.server)
                end)
                return port
                """);
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            peer.getOutputStream().write("STARTTLS".getBytes(StandardCharsets.US_ASCII));
            peer.getOutputStream().flush();
            vm.eval("ba.sleep(50)");
            peer.getOutputStream().write("RCPT TO: injected".getBytes(StandardCharsets.US_ASCII));
            assertThat(vm.eval("wait(function() return code end) return ok, code"))
                    .isEqualTo("nil,sslhandshake");
        }
    }

    @Test
    void garbage_on_a_tls_port_ends_that_connection_only() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c) local d, e = c:read() if not d then code = e else c:write(d) end end,
                  {shark = shark.server})
                return port
                """);
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            peer.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.getInputStream().readAllBytes();
        }
        assertThat(vm.eval("""
                        wait(function() return code end)
                        local c = ba.socket.connect("localhost", port, {shark = shark.client})
                        c:write("still here")
                        local d = c:read(2000)
                        c:close()
                        return code, d
                        """)).isEqualTo("socketreadfailed,still here");
    }

    @Test
    void a_tls_client_of_a_plain_server_is_told() {
        assertThat(vm.eval("""
                        port, listener = serve(function(c) c:read() c:write("no TLS here") c:read(300) end)
                        return ba.socket.connect("localhost", port, {shark = shark.client})
                        """)).isEqualTo("nil,sslhandshake");
    }

    @Test
    void openssl_talks_to_our_server() throws Exception {
        Path ca = Files.writeString(directory.resolve("ca.pem"), authority.caPem());
        int port = vm.evalInt("port, listener = serve(echo, {shark = shark.server}) return port");
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            Process client = start(
                    "openssl",
                    "s_client",
                    "-quiet",
                    "-no_ign_eof",
                    version,
                    "-CAfile",
                    ca.toString(),
                    "-verify_return_error",
                    "-servername",
                    "localhost",
                    "-verify_hostname",
                    "localhost",
                    "-connect",
                    "127.0.0.1:" + port);
            client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            assertThat(line(client.getInputStream())).isEqualTo("hello");
            client.getOutputStream().close();
            assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void we_talk_to_the_server_of_openssl() throws Exception {
        TestAuthority.Identity identity = authority.issue("localhost", -1, 1);
        Path certificate = Files.writeString(directory.resolve("cert.pem"), identity.certificate());
        Path key =
                Files.writeString(directory.resolve("key.pem"), identity.key().toPem());
        int port = Ports.free();
        Process server = start(
                "openssl",
                "s_server",
                "-rev",
                "-cert",
                certificate.toString(),
                "-key",
                key.toString(),
                "-accept",
                "127.0.0.1:" + port,
                "-tls1_2");
        try {
            SocketVm.await(() -> isListening(port), "openssl s_server");
            assertThat(vm.eval("""
                            local c = assert(ba.socket.connect("localhost", %d, {shark = shark.client}))
                            c:write("drawer\\n")
                            local d = c:read(2000)
                            local suite, protocol = c:cipher()
                            local trusted = c:trusted()
                            c:close()
                            return d, protocol, trusted
                            """.formatted(port))).isEqualTo("reward\n,TLS_1_2,true");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static boolean isListening(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
