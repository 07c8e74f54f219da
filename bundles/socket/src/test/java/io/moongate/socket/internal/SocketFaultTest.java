package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on purpose: afterwards Lua knows the documented code and nothing is left open. */
class SocketFaultTest {

    private final SocketVm vm = new SocketVm();

    @AfterEach
    void nothing_is_left() {
        try {
            vm.eval("if listener then listener:close() end");
            vm.awaitQuiet();
        } finally {
            vm.close();
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void a_peer_that_resets_in_the_middle_of_a_write_fails_it() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c)
                  local ok, e
                  repeat ok, e = c:write(("x"):rep(100000)) until not ok
                  result = tostring(e) .. " " .. tostring(select(2, c:state()))
                end)
                return port
                """);
        try (Socket peer = connect(port)) {
            assertThat(peer.getInputStream().read()).isEqualTo('x');
            reset(peer);
        }
        assertThat(vm.eval("wait(function() return result end) return result")).isEqualTo("socketwritefailed false");
    }

    @Test
    void a_peer_that_ends_its_half_still_gets_the_answer() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c)
                  local all = ""
                  while true do
                    local d, e = c:read()
                    if not d then code = e break end
                    all = all .. d
                    c:write("<" .. d .. ">")
                  end
                end)
                return port
                """);
        try (Socket peer = connect(port)) {
            peer.getOutputStream().write(utf8("question"));
            peer.shutdownOutput();
            assertThat(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("<question>");
        }
        assertThat(vm.eval("wait(function() return code end) return code")).isEqualTo("socketreadfailed");
    }

    @Test
    void a_slow_reader_of_100_megabytes_stops_the_writer_and_gets_all() throws IOException {
        int port = vm.evalInt("""
                written = 0
                port, listener = serve(function(c)
                  local chunk = ("0123456789abcdef"):rep(65536)
                  for i = 1, 100 do
                    assert(c:write(chunk))
                    written = i
                  end
                end)
                return port
                """);
        try (Socket peer = connect(port)) {
            InputStream in = peer.getInputStream();
            byte[] buffer = new byte[1 << 16];
            long total = in.readNBytes(buffer, 0, 1000);
            assertThat(vm.evalInt("ba.sleep(300) return written")).isLessThan(30);
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
            }
            assertThat(total).isEqualTo(100L << 20);
        }
    }

    @Test
    void one_string_of_100_megabytes_is_not_copied_into_buffers() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c) ok = c:write(("x"):rep(100 << 20)) end)
                return port
                """);
        try (Socket peer = connect(port)) {
            vm.eval("ba.sleep(200)");
            assertThat(peer.getInputStream().readNBytes(100 << 20)).hasSize(100 << 20);
        }
        assertThat(vm.eval("wait(function() return ok end) return ok")).isEqualTo("true");
    }

    @Test
    void a_black_hole_times_out() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> backlog = fill(full);
            String result = vm.eval("local t = ba.clock() local s, e = ba.socket.connect('127.0.0.1', "
                    + full.getLocalPort() + ", {timeout = 300}) return s, e, ba.clock() - t < 2000");
            for (Socket socket : backlog) {
                socket.close();
            }
            assertThat(result).isEqualTo("nil,cannotconnect,true");
        }
    }

    /** Connects until the system drops further attempts, as it does when nobody accepts. */
    private static List<Socket> fill(ServerSocket full) throws IOException {
        List<Socket> backlog = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket socket = new Socket();
            backlog.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 200);
            } catch (IOException e) {
                break;
            }
        }
        return backlog;
    }

    @Test
    void a_name_that_nobody_knows_has_a_code_and_a_text() {
        assertThat(vm.eval("local s, e, text = ba.socket.connect('no.such.host.invalid', 80) return s, e, type(text)"))
                .isEqualTo("nil,cannotresolve,string");
    }

    @Test
    void five_thousand_connections_come_and_go() throws IOException {
        int port = vm.evalInt("""
                seen, ended = 0, 0
                port, listener = serve(function(c)
                  seen = seen + 1
                  c:read()
                  ended = ended + 1
                end)
                return port
                """);
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            peers.add(connect(port));
        }
        assertThat(vm.eval("wait(function() return seen == 5000 end) return seen, ended"))
                .isEqualTo("5000,0");
        for (Socket peer : peers) {
            reset(peer);
        }
        assertThat(vm.eval("wait(function() return ended == 5000 end) return ended"))
                .isEqualTo("5000");
    }

    @Test
    void a_withdrawn_module_closes_what_is_open() throws IOException {
        int port = vm.evalInt("port, listener = serve(echo) cached = ba.socket.connect return port");
        try (Socket peer = connect(port)) {
            peer.getOutputStream().write(utf8("x"));
            assertThat(peer.getInputStream().read()).isEqualTo('x');
            vm.vm().vms().removeModule(vm.module());
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> vm.eval("cached('127.0.0.1', 1)")).hasMessageContaining("is not available");
        }
        vm.vm().vms().addModule(vm.module());
        vm.eval("listener = nil");
    }

    @Test
    void a_killed_strand_leaves_no_connection() throws IOException {
        try (ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            vm.eval("ba.socket.event(function(s) ba.socket.connect('127.0.0.1', " + peer.getLocalPort()
                    + ") s:read() end)");
            try (Socket accepted = peer.accept()) {
                vm.vm().vm().strands().forEach(strand -> strand.kill("test"));
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void others_queue_up_to_the_limit_and_no_further() throws IOException {
        int port = vm.evalInt("""
                port, listener = serve(function(c) conn = c c:disable() end)
                return port
                """);
        try (Socket peer = connect(port)) {
            String result = vm.eval("""
                    wait(function() return conn end)
                    local chunk = ("x"):rep(4096)
                    local ok, queued, count = true, 0, 0
                    while ok do
                      ok, queued = conn:write(chunk)
                      count = count + 1
                    end
                    sent = (count - 1) * 4096
                    local refused = queued
                    conn:queuelen(100000)
                    local again, more = conn:write(chunk)
                    return ok, refused <= 16384, again, more > refused
                    """);
            assertThat(result).isEqualTo("nil,true,true,true");
            int total = vm.evalInt("return sent + 4096");
            assertThat(peer.getInputStream().readNBytes(total)).hasSize(total);
            vm.eval("conn:enable()");
        }
    }

    @Test
    void ipv6_works_where_the_host_has_it() {
        assertThat(vm.eval("""
                        local l = ba.socket.bind(0, {intf = "::1", ipv6 = true})
                        local ip, port, v6 = l:sockname()
                        l:event(function(s) echo(s:accept()) end, "r")
                        local c = ba.socket.connect("::1", port, {ipv6 = true})
                        c:write("six")
                        local d = c:read(1000)
                        local pip, pport, pv6 = c:peername()
                        c:close()
                        return ip, v6, d, pip, pv6, pport == port
                        """)).isEqualTo("::1,true,six,::1,true,true");
    }

    @Test
    void interfaces_are_bound_by_name_and_foreign_ones_refused() {
        assertThat(vm.eval("""
                        local l = ba.socket.bind(0, {intf = "lo"})
                        local ip, port = l:sockname()
                        local c = ba.socket.connect("127.0.0.1", port, {intf = "127.0.0.1"})
                        local from = c:sockname()
                        local bad, e = ba.socket.connect("127.0.0.1", port, {intf = "203.0.113.9"})
                        c:close() l:close()
                        return ip, from, bad, e
                        """)).isEqualTo("127.0.0.1,127.0.0.1,nil,bind");
    }

    @Test
    void options_are_set() {
        assertThat(vm.eval("""
                        port, listener = serve(echo)
                        local c = ba.socket.connect("127.0.0.1", port)
                        local a, b = c:setoption("keepalive", true, 30, 5), c:setoption("tcp-nodelay", false)
                        c:close()
                        local closed, text = c:setoption("keepalive", true)
                        return a, b, closed, text
                        """)).isEqualTo("true,true,nil,Unknown error");
    }

    @Test
    void a_cosocket_reads_datagrams_with_their_sender() {
        assertThat(vm.eval("""
                        local u = ba.socket.udpcon{intf = "127.0.0.1"}
                        local _, port = u:sockname()
                        local got
                        u:event(function(s)
                          local t, e = s:read(50, true)
                          local d, ip, from = s:read(2000, true)
                          got = {tostring(t), e, d, ip, from}
                        end)
                        ba.sleep(100)
                        local w = ba.socket.udpcon{intf = "127.0.0.1"}
                        local _, sender = w:sockname()
                        w:sendto("hello", "127.0.0.1", port)
                        wait(function() return got end)
                        w:close()
                        return got[1], got[2], got[3], got[4], got[5] == sender
                        """)).isEqualTo("nil,timeout,hello,127.0.0.1,true");
    }

    @Test
    void more_sockets_than_the_limit_are_refused_and_closed_ones_make_room() throws IOException {
        try (SocketVm small = new SocketVm(Map.of(), 4)) {
            // The listener, two ends of a connection and a UDP socket.
            assertThat(small.eval("""
                    port, listener = serve(echo)
                    client = ba.socket.connect("127.0.0.1", port)
                    wait(function() return select(2, ba.socket.stat()) == 3 end)
                    udp = ba.socket.udpcon()
                    return select(2, pcall(ba.socket.udpcon))""")).contains("4 sockets are open, the limit of a VM is 4");
            try (Socket refused = new Socket("127.0.0.1", small.evalInt("return port"))) {
                refused.setSoTimeout(20_000);
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(small.vm().output()).contains("connections are closed at once");
            assertThat(small.eval("""
                    client:close()
                    udp:close()
                    wait(function() return select(2, ba.socket.stat()) == 1 end)
                    local c = ba.socket.connect("127.0.0.1", port)
                    c:write "room"
                    return c:read(5000)""")).isEqualTo("room");
        }
    }
}
