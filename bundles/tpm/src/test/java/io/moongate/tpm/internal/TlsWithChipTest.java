package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.device.DeviceKeys.Kind;
import io.moongate.net.pki.CertificateIssuer;
import io.moongate.net.pki.CertificateProfile;
import io.moongate.net.pki.CertificateRequest;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.DigestName;
import io.moongate.net.pki.DistinguishedName;
import io.moongate.net.pki.PkiException;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsKey;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A TLS server whose key is in the chip, judged by openssl. */
class TlsWithChipTest {

    @TempDir
    Path directory;

    private Swtpm swtpm;
    private ChipQueue queue;
    private ChipKeys keys;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @BeforeEach
    void start() throws IOException {
        Security.addProvider(new MoongateTpmProvider());
        swtpm = new Swtpm(directory.resolve("chip"));
        queue = new ChipQueue(swtpm.address());
        keys = new ChipKeys(queue);
    }

    @AfterEach
    void stop() {
        Security.removeProvider(MoongateTpmProvider.NAME);
        loops.shutdownGracefully();
        queue.close();
        swtpm.close();
    }

    private String selfSigned(Kind kind) throws PkiException {
        DeviceSigner signer = new DeviceSigner(
                keys,
                "server",
                kind,
                keys.publicKey("server", kind).toCompletableFuture().join());
        var profile = new CertificateProfile(
                DistinguishedName.of(Map.of("commonname", "localhost")),
                List.of("localhost"),
                Set.of(CertificateProfile.Type.SSL_SERVER, CertificateProfile.Type.SSL_CLIENT),
                Set.of(CertificateProfile.Usage.DIGITAL_SIGNATURE));
        String request = CertificateRequest.create(signer, profile, DigestName.SHA256);
        Instant now = Instant.now();
        return CertificateIssuer.selfSigned(signer, DigestName.SHA256)
                .issue(
                        request.getBytes(StandardCharsets.US_ASCII),
                        new CertificateIssuer.Validity(now, now.plusSeconds(3600)),
                        BigInteger.ONE);
    }

    @ParameterizedTest
    @CsvSource({"P256,-tls1_3", "P256,-tls1_2", "P384,-tls1_3", "RSA2048,-tls1_3", "RSA2048,-tls1_2"})
    void openssl_completes_a_handshake_with_a_key_in_the_chip(Kind kind, String version)
            throws PkiException, IOException {
        String pem = selfSigned(kind);
        Path trusted = Files.writeString(directory.resolve("server.pem"), pem);
        TlsContext context = TlsContext.server()
                .key(new TlsKey(
                        Certificates.chain(pem.getBytes(StandardCharsets.US_ASCII)),
                        keys.privateKey("server", kind).toCompletableFuture().join()))
                .build();
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new SslHandler(context.serverEngine(List.of())));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        String output = swtpm.tool(
                directory,
                "sh",
                "-c",
                "openssl s_client -connect 127.0.0.1:" + port + " " + version + " -CAfile " + trusted
                        + " -verify_return_error </dev/null 2>&1");
        assertThat(output).contains("Verify return code: 0 (ok)");
    }

    /** Mutual TLS: openssl asks for a certificate and takes only the one whose key is in the chip. */
    @ParameterizedTest
    @CsvSource({"P256,-tls1_3", "P384,-tls1_2", "RSA2048,-tls1_3", "RSA2048,-tls1_2"})
    void openssl_accepts_a_client_with_a_key_in_the_chip(Kind kind, String version) throws Exception {
        String pem = selfSigned(kind);
        Path trusted = Files.writeString(directory.resolve("client.pem"), pem);
        swtpm.tool(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "server.key",
                "-out",
                "server.pem",
                "-subj",
                "/CN=localhost");
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:0",
                        "-key",
                        "server.key",
                        "-cert",
                        "server.pem",
                        "-CAfile",
                        trusted.toString(),
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        version,
                        "-www")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = server.inputReader()) {
            TlsContext context = TlsContext.client()
                    .key(new TlsKey(
                            Certificates.chain(pem.getBytes(StandardCharsets.US_ASCII)),
                            keys.privateKey("server", kind)
                                    .toCompletableFuture()
                                    .join()))
                    .build();
            try (Socket socket =
                    context.sslContext().getSocketFactory().createSocket("127.0.0.1", acceptPort(output))) {
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String page = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(page).startsWith("HTTP/1.0 200").contains("Client certificate");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    /** Says {@code ACCEPT 127.0.0.1:port} when it listens. */
    private static int acceptPort(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("ACCEPT")) {
            line = output.readLine();
        }
        return Integer.parseInt(String.valueOf(line).replaceFirst(".*:", ""));
    }
}
