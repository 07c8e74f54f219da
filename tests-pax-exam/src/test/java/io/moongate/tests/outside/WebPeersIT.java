package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server and the HTTP client with programs that others wrote: curl, openssl, cadaver, squid. */
class WebPeersIT {

    private static final byte[] LARGE = new byte[5 << 20];

    @TempDir
    static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        new Random(6).nextBytes(LARGE);
        Path app = Files.createDirectories(directory.resolve("app"));
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.write(app.resolve("large.bin"), LARGE);
        Files.writeString(app.resolve("a.txt"), "plain");
        Files.writeString(app.resolve("text.txt"), "compressible ".repeat(1000));
        Files.writeString(
                app.resolve("count.lsp"),
                "<?lsp local n = 0 for piece in request:rawrdr() do n = n + #piece end print(request:method(), n) ?>");
        Files.writeString(app.resolve(".preload"), """
                local users = ba.create.authuser(function(name) return name == 'anna' and 'pw' or nil end)
                for _, type in ipairs{'digest', 'basic'} do
                   local d = ba.create.dir(type)
                   d:setauth(ba.create.authenticator(users, {type = type, realm = 'r', algorithm = 'SHA-256'}))
                   local inner = ba.create.dir()
                   inner:setfunc(function(_ENV) response:write('in as ', (request:user())) return true end)
                   d:insert(inner, true)
                   dir:insert(d, true)
                end
                local disk = ba.openio'disk'
                dir:insert(ba.create.dav('dav', ba.mkio(disk, '%s'), '.LOCK'), true)
                """.formatted(files));
        gateway = new RunningGateway(directory.resolve("home"), "--app", app + "=/", "--https", "127.0.0.1:0");
        RunningGateway.await("the app", () -> gateway.get("/a.txt").equals("plain"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String curl(String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 2];
        command[0] = "curl";
        command[1] = "-sk";
        System.arraycopy(args, 0, command, 2, args.length);
        return Peer.run(command);
    }

    private static String plain(String path) {
        return gateway.url(path).toString();
    }

    private static String secure(String path) {
        return gateway.secureUrl(path).toString();
    }

    // --- curl

    @Test
    void curl_speaks_http_1_1_keeps_the_connection_and_resumes() throws Exception {
        assertThat(curl("-w", " %{http_version} %{num_connects}\n", plain("/a.txt"), plain("/a.txt")))
                .isEqualTo("plain 1.1 1\nplain 1.1 0\n");
        Path copy = directory.resolve("copy.bin");
        Files.write(copy, java.util.Arrays.copyOf(LARGE, 1_000_000));
        curl("-C", "-", "-o", copy.toString(), plain("/large.bin"));
        assertThat(Files.readAllBytes(copy)).isEqualTo(LARGE);
        assertThat(curl("--compressed", plain("/text.txt"))).hasSize(13_000);
        assertThat(curl("--compressed", "-w", "%{size_download}", "-o", "/dev/null", plain("/text.txt")))
                .satisfies(size -> assertThat(Integer.parseInt(size)).isLessThan(1000));
        assertThat(curl("-I", plain("/large.bin"))).contains("Content-Length: " + LARGE.length);
    }

    @Test
    void curl_speaks_http_2_over_tls_and_http_1_1_when_it_asks_for_it() throws Exception {
        assertThat(curl("--http2", "-w", " %{http_version} %{http_code}", secure("/a.txt")))
                .isEqualTo("plain 2 200");
        assertThat(curl("--http1.1", "-w", " %{http_version} %{http_code}", secure("/a.txt")))
                .isEqualTo("plain 1.1 200");
        Path copy = directory.resolve("copy2.bin");
        curl("--http2", "-o", copy.toString(), secure("/large.bin"));
        assertThat(Files.readAllBytes(copy)).isEqualTo(LARGE);
        assertThat(curl("--http2", "-H", "Content-Type: text/plain", "--data-binary", "@" + copy, secure("/count.lsp")))
                .isEqualTo("POST\t" + LARGE.length + "\n");
        assertThat(curl("--http2", "-w", " %{http_code}", "-o", "/dev/null", secure("/%2e%2e/nothing.txt")))
                .endsWith("404");
    }

    @Test
    void curl_asks_for_many_things_at_a_time_over_one_http_2_connection() throws Exception {
        String all = curl(
                "--http2",
                "-Z",
                "--no-progress-meter",
                "--parallel-max",
                "20",
                "-w",
                "%{http_code} ",
                secure("/a.txt?[1-40]"));
        assertThat(all.replace("plain", "").strip().split(" +")).hasSize(40).containsOnly("200");
    }

    @Test
    void curl_uploads_with_and_without_expectation_and_in_chunks() throws Exception {
        Path file = Files.write(directory.resolve("upload.bin"), LARGE);
        String[] type = {"-H", "Content-Type: text/plain"};
        assertThat(curl(type[0], type[1], "-H", "Expect: 100-continue", "-T", file.toString(), plain("/count.lsp")))
                .isEqualTo("PUT\t" + LARGE.length + "\n");
        assertThat(curl(
                        type[0],
                        type[1],
                        "-H",
                        "Transfer-Encoding: chunked",
                        "-T",
                        file.toString(),
                        plain("/count.lsp")))
                .isEqualTo("PUT\t" + LARGE.length + "\n");
        assertThat(curl(
                        "-w",
                        "%{http_code}",
                        "-o",
                        "/dev/null",
                        "-H",
                        "Expect: 100-continue",
                        "-T",
                        file.toString(),
                        plain("/a.txt")))
                .isEqualTo("405");
    }

    @Test
    void curl_logs_in_by_digest_and_basic() throws Exception {
        for (String scheme : new String[] {"digest", "basic"}) {
            String option = "--" + scheme;
            assertThat(curl(option, "-u", "anna:pw", plain("/" + scheme + "/x")))
                    .isEqualTo("in as anna");
            assertThat(curl(
                            option,
                            "-u",
                            "anna:no",
                            "-w",
                            "%{http_code}",
                            "-o",
                            "/dev/null",
                            plain("/" + scheme + "/x")))
                    .isEqualTo("401");
        }
        assertThat(curl("--digest", "-u", "anna:pw", plain("/digest/x?a=b&c=d"), plain("/digest/y")))
                .isEqualTo("in as annain as anna");
    }

    // --- openssl

    private static String handshake(String... options) throws IOException, InterruptedException {
        String[] command = new String[options.length + 4];
        command[0] = "openssl";
        command[1] = "s_client";
        command[2] = "-connect";
        command[3] = gateway.secureUrl("/").getAuthority();
        System.arraycopy(options, 0, command, 4, options.length);
        return Peer.run(command);
    }

    @Test
    void openssl_agrees_on_new_protocols_and_on_no_old_ones() throws Exception {
        assertThat(handshake("-tls1_3", "-alpn", "h2,http/1.1")).contains("TLSv1.3", "ALPN protocol: h2");
        assertThat(handshake("-tls1_2", "-alpn", "http/1.1")).contains("TLSv1.2", "ALPN protocol: http/1.1");
        assertThat(handshake("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).contains("Cipher is (NONE)");
        assertThat(handshake("-tls1_2", "-cipher", "NULL:aNULL:RC4:3DES:@SECLEVEL=0"))
                .contains("Cipher is (NONE)");
    }

    // --- cadaver

    @Test
    void cadaver_reads_writes_locks_and_moves() throws Exception {
        Path local = Files.writeString(directory.resolve("local.txt"), "from cadaver");
        String said =
                Peer.runWith("""
                mkcol folder
                put %s folder/first.txt
                lock folder/first.txt
                discover folder/first.txt
                put %s folder/first.txt
                unlock folder/first.txt
                copy folder/first.txt folder/second.txt
                move folder/second.txt folder/third.txt
                ls folder
                get folder/third.txt %s
                delete folder/first.txt
                quit
                """.formatted(local, local, directory.resolve("back.txt")), "cadaver", plain("/dav/"));
        assertThat(said).as(said).doesNotContain("failed").contains("third.txt").doesNotContain("second.txt  ");
        assertThat(directory.resolve("back.txt")).hasContent("from cadaver");
        try (var left = Files.list(directory.resolve("files/folder"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("third.txt");
        }
    }

    @Test
    void what_cadaver_locked_nobody_else_writes() throws Exception {
        Path local = Files.writeString(directory.resolve("mine.txt"), "mine");
        String upload = plain("/dav/locked.txt");
        Peer.runWith("put " + local + " locked.txt\nlock locked.txt\nquit\n", "cadaver", plain("/dav/"));
        assertThat(curl("-w", "%{http_code}", "-o", "/dev/null", "-T", local.toString(), upload))
                .isEqualTo("423");
        assertThat(curl("-w", "%{http_code}", "-o", "/dev/null", "-X", "DELETE", upload))
                .isEqualTo("423");
        assertThat(curl(upload)).isEqualTo("mine");
    }

    // --- squid

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Squid drops its rights, so it gets a directory that others may enter. */
    private static Path squidConfiguration(int port) throws Exception {
        Path own = Files.createTempDirectory("squid");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        String hash = Peer.run("openssl", "passwd", "-apr1", "open sesame").strip();
        Path users = Files.writeString(own.resolve("users"), "gate:" + hash + "\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
        return Files.writeString(own.resolve("squid.conf"), """
                http_port 127.0.0.1:%d
                visible_hostname test
                auth_param basic program /usr/lib/squid/basic_ncsa_auth %s
                acl known proxy_auth REQUIRED
                http_access allow known
                http_access deny all
                cache deny all
                access_log none
                cache_log %s
                coredump_dir %s
                pid_filename none
                shutdown_lifetime 0 seconds
                """.formatted(port, users, own.resolve("cache.log"), own));
    }

    @Test
    void the_http_client_goes_through_squid_with_a_password_and_not_without() throws Exception {
        int port = Ports.free();
        Process squid = new ProcessBuilder(
                        "/usr/sbin/squid", "-N", "-f", squidConfiguration(port).toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("squid.out").toFile())
                .start();
        try {
            RunningGateway.await("squid listens", () -> isListening(port) || !squid.isAlive());
            String script = """
                    local function try(password, url)
                       local http = require'httpc'.create{proxy = '127.0.0.1', proxyport = %d, proxyuser = 'gate', proxypass = password}
                       local ok, err = http:request{url = url}
                       print(ok and http:status() or err, ok and http:read'a')
                       http:close()
                    end
                    try('open sesame', '%s')
                    try('open sesame', '%s')
                    try('wrong', '%s')
                    """.formatted(port, plain("/a.txt"), secure("/a.txt"), secure("/a.txt"));
            Path file = Files.writeString(directory.resolve("through.lua"), script);
            String said = new Moongate(directory).run("lua", file.toString()).text();
            assertThat(said.lines())
                    .as(said)
                    .startsWith("200\tplain", "200\tplain")
                    .hasSize(3);
            assertThat(said.lines().skip(2)).singleElement().asString().contains("proxyauth");
        } finally {
            squid.destroy();
            squid.waitFor();
        }
    }
}
