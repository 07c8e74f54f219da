package io.moongate.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Certificates;
import io.moongate.net.pki.Curve;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our contexts against openssl's client and server. */
class OpensslTlsTest {

    private static final String HOST = "gate.example.com";

    @TempDir
    Path directory;

    private TestPki pki;
    private TlsKey key;

    @BeforeEach
    void certificates() throws Exception {
        pki = new TestPki("Test CA");
        AsymmetricKey pair = AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom());
        String certificate = pki.issue(pair, HOST, List.of(HOST), TestPki.days(-1, 1));
        key = new TlsKey(Certificates.chain(TestPki.ascii(certificate)), pair.toJca());
        Files.writeString(directory.resolve("ca.pem"), pki.caPem);
        Files.writeString(directory.resolve("cert.pem"), certificate);
        Files.writeString(directory.resolve("key.pem"), pair.toPem());
    }

    private Process openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    @ParameterizedTest
    @CsvSource({"-tls1_3, false", "-tls1_2, false", "-tls1_3, true", "-tls1_2, true"})
    void openssl_is_our_client(String version, boolean isMutual) throws Exception {
        TlsContext.Builder builder = TlsContext.server().key(key);
        TlsContext server =
                isMutual ? builder.store(pki.store()).requirePeer(true).build() : builder.build();
        try (SSLServerSocket listener =
                (SSLServerSocket) server.sslContext().getServerSocketFactory().createServerSocket(0)) {
            listener.setNeedClientAuth(isMutual);
            CompletableFuture<String> served = CompletableFuture.supplyAsync(() -> serve(listener));
            Process client = openssl(
                    "s_client",
                    version,
                    "-connect",
                    "127.0.0.1:" + listener.getLocalPort(),
                    "-servername",
                    HOST,
                    "-CAfile",
                    "ca.pem",
                    "-verify_return_error",
                    "-verify_hostname",
                    HOST,
                    "-cert",
                    "cert.pem",
                    "-key",
                    "key.pem",
                    "-quiet");
            client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            assertThat(served.get(20, TimeUnit.SECONDS)).isEqualTo("hello\n" + isMutual);
            client.destroy();
        }
    }

    private static String serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            String line = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
            return line + (listener.getNeedClientAuth() && socket.getSession().getPeerCertificates().length > 0);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void openssl_is_our_server(String version) throws Exception {
        Process server = openssl(
                "s_server",
                version,
                "-accept",
                "127.0.0.1:0",
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-CAfile",
                "ca.pem",
                "-Verify",
                "1",
                "-verify_return_error",
                "-naccept",
                "1",
                "-rev");
        try {
            int port = port(server.getInputStream());
            TlsContext client = TlsContext.client()
                    .key(key)
                    .store(pki.store())
                    .requirePeer(true)
                    .build();
            try (SSLSocket socket = (SSLSocket) client.sslContext()
                    .getSocketFactory()
                    .createSocket(new java.net.Socket("127.0.0.1", port), HOST, port, true)) {
                socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(6)).asString().isEqualTo("olleh\n");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    /** It says {@code ACCEPT 127.0.0.1:port}. */
    private static int port(InputStream output) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = output.read(); c >= 0; c = output.read()) {
            if (c != '\n') {
                line.append((char) c);
            } else if (line.toString().startsWith("ACCEPT ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(":") + 1));
            } else {
                line.setLength(0);
            }
        }
        throw new IOException("openssl s_server ended: " + line);
    }
}
