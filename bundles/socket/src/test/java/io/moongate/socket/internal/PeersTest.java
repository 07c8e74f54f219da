package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that others wrote, at the other end. */
class PeersTest {

    private final SocketVm vm = new SocketVm();

    @TempDir
    private Path directory;

    @AfterEach
    void nothing_is_left() {
        try {
            vm.eval("if listener then listener:close() end");
            vm.awaitQuiet();
        } finally {
            vm.close();
        }
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private String echoPort() {
        return String.valueOf(vm.evalInt("port, listener = serve(echo) return port"));
    }

    @Test
    void socat_and_nc() throws Exception {
        String port = echoPort();
        assertThat(run("by socat", "socat", "-t5", "-", "TCP:127.0.0.1:" + port))
                .isEqualTo("by socat");
        assertThat(run("by nc", "nc", "-N", "127.0.0.1", port)).isEqualTo("by nc");
    }

    @Test
    void curl_is_served() throws Exception {
        int port = vm.evalInt("""
                port, listener = serve(function(c)
                  local head = ""
                  while not head:find("\\r\\n\\r\\n", 1, true) do head = head .. c:read() end
                  local body = head:match("^%S+ (%S+)")
                  c:write("HTTP/1.1 200 OK\\r\\nContent-Length: " .. #body .. "\\r\\n\\r\\n" .. body)
                end)
                return port
                """);
        assertThat(run("", "curl", "-s", "http://127.0.0.1:" + port + "/some/path"))
                .isEqualTo("/some/path");
    }

    @Test
    void datagrams_of_nc() throws Exception {
        int port = vm.evalInt("""
                u = ba.socket.udpcon{intf = "127.0.0.1"}
                ba.thread.run(function() got = u:read(10000) end)
                return select(2, u:sockname())
                """);
        run("by nc", "nc", "-u", "-w1", "127.0.0.1", String.valueOf(port));
        assertThat(vm.eval("wait(function() return got end) u:close() return got"))
                .isEqualTo("by nc");
    }

    @Test
    void python_over_tls_with_both_certificates() throws Exception {
        TestAuthority authority = new TestAuthority("Test CA");
        TestAuthority.Identity member = authority.issue("member", -1, 1);
        Path ca = Files.writeString(directory.resolve("ca.pem"), authority.caPem());
        Path certificate = Files.writeString(
                directory.resolve("member.pem"),
                member.certificate() + member.key().toPem());
        try (SocketVm secure = new SocketVm(Map.of("asking", authority.askingServer("localhost")))) {
            int port = secure.evalInt("""
                    port, listener = serve(function(c)
                      local d = c:read()
                      local t = c:certificate()
                      c:write(t.subject.commonname .. " said " .. d)
                    end, {shark = shark.asking})
                    return port
                    """);
            String client = """
                    import socket, ssl, sys
                    context = ssl.create_default_context(cafile=sys.argv[1])
                    context.load_cert_chain(sys.argv[2])
                    with socket.create_connection(("127.0.0.1", int(sys.argv[3]))) as plain:
                        with context.wrap_socket(plain, server_hostname="localhost") as tls:
                            tls.sendall(b"hi")
                            print(tls.recv(100).decode(), end="")
                    """;
            assertThat(run("", "python3", "-c", client, ca.toString(), certificate.toString(), String.valueOf(port)))
                    .isEqualTo("member said hi");
        }
    }
}
