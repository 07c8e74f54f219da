package io.moongate.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.pki.PkiException;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextTest {

    private static TestPki pki;
    private static TlsContext server;

    @BeforeAll
    static void certificates() throws PkiException {
        pki = new TestPki("Test CA");
        server = TlsContext.server()
                .key(pki.key(
                        "gate.example.com",
                        List.of("gate.example.com", "*.alt.example.com", "IP:127.0.0.1"),
                        TestPki.days(-1, 1)))
                .build();
    }

    private static TlsPeer connect(TlsContext client, TlsContext to, String host) throws SSLException {
        SSLEngine engine = client.clientEngine(host, 443, List.of("h2", "http/1.1"));
        Handshake.run(engine, to.serverEngine(List.of("http/1.1")));
        return client.peer(engine);
    }

    @ParameterizedTest
    @CsvSource({
        "gate.example.com, TRUSTED",
        "GATE.example.com., TRUSTED",
        "a.alt.example.com, TRUSTED",
        "a.b.alt.example.com, CHAIN",
        "alt.example.com, CHAIN",
        "other.example.com, CHAIN",
        "127.0.0.1, CHAIN"
    })
    void names(String host, Trust trust) throws SSLException {
        TlsPeer peer = connect(TlsContext.client().store(pki.store()).build(), server, host);
        assertThat(peer.trust(host)).isEqualTo(trust);
        assertThat(peer.protocol()).isEqualTo("TLSv1.3");
        assertThat(peer.luaProtocol()).isEqualTo("TLS_1_3");
        assertThat(peer.applicationProtocol()).isEqualTo("http/1.1");
        assertThat(peer.chain()).hasSize(2);
    }

    @Test
    void addresses_match_where_asked_for() throws SSLException {
        TlsContext client =
                TlsContext.client().store(pki.store()).addressNames(true).build();
        assertThat(connect(client, server, "127.0.0.1").trust("127.0.0.1")).isEqualTo(Trust.TRUSTED);
        assertThat(connect(client, server, "127.0.0.2").trust("127.0.0.2")).isEqualTo(Trust.CHAIN);
    }

    @Test
    void without_the_authority_only_the_name_counts() throws Exception {
        for (TlsContext client : List.of(
                TlsContext.client().build(),
                TlsContext.client().store(new CertificateStore()).build(),
                TlsContext.client().store(new TestPki("Test CA").store()).build())) {
            TlsPeer peer = connect(client, server, "gate.example.com");
            assertThat(peer.trust("gate.example.com")).isEqualTo(Trust.NAME);
            assertThat(peer.trust("other.example.com")).isEqualTo(Trust.NONE);
            assertThat(peer.chain()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"-20, -10", "10, 20"})
    void outside_of_the_validity(int from, int to) throws Exception {
        TlsContext late = TlsContext.server()
                .key(pki.key("late.example.com", List.of(), TestPki.days(from, to)))
                .build();
        TlsPeer peer = connect(TlsContext.client().store(pki.store()).build(), late, "late.example.com");
        assertThat(peer.isValidated()).isTrue();
        assertThat(peer.trust("late.example.com")).isEqualTo(Trust.EXPIRED);
        assertThat(peer.trust("x.example.com")).isEqualTo(Trust.CHAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessions_resume(String protocol) throws SSLException {
        TlsContext client = TlsContext.client().store(pki.store()).build();
        for (boolean resumed : new boolean[] {false, true, true}) {
            SSLEngine c = client.clientEngine("gate.example.com", 443, List.of());
            SSLParameters parameters = c.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            c.setSSLParameters(parameters);
            SSLEngine s = server.serverEngine(List.of());
            Handshake.run(c, s);
            assertThat(server.peer(s).isResumed()).isEqualTo(resumed);
            TlsPeer peer = client.peer(c);
            assertThat(peer.protocol()).isEqualTo(protocol);
            assertThat(peer.isResumed()).isEqualTo(resumed);
            assertThat(peer.trust("gate.example.com")).isEqualTo(Trust.TRUSTED);
        }
        TlsContext uncached = TlsContext.client().cacheSize(0).build();
        connect(uncached, server, "gate.example.com");
        assertThat(connect(uncached, server, "gate.example.com").isResumed()).isFalse();
    }

    @Test
    void a_context_that_requires_trust_ends_the_handshake() throws Exception {
        TlsContext client =
                TlsContext.client().store(pki.store()).requirePeer(true).build();
        assertThat(connect(client, server, "gate.example.com").trust("gate.example.com"))
                .isEqualTo(Trust.TRUSTED);
        assertThatThrownBy(() -> connect(client, server, "other.example.com"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("not trusted: CHAIN");
        TlsContext stranger = TlsContext.client()
                .store(new CertificateStore())
                .requirePeer(true)
                .build();
        assertThatThrownBy(() -> connect(stranger, server, "gate.example.com")).hasMessageContaining("NAME");
    }

    @Test
    void clients_authenticate() throws Exception {
        TlsContext asking = TlsContext.server()
                .key(pki.key("s.example.com"))
                .store(pki.store())
                .build();
        SSLEngine serverSide = asking.serverEngine(List.of());
        TlsContext client = TlsContext.client().key(pki.key("client-7")).build();
        Handshake.run(client.clientEngine("s.example.com", 1, List.of()), serverSide);
        TlsPeer peer = asking.peer(serverSide);
        assertThat(peer.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(peer.trust("client-7")).isEqualTo(Trust.TRUSTED);
        assertThat(peer.chain().getFirst().getSubjectX500Principal().getName()).contains("client-7");

        SSLEngine withoutCertificate = asking.serverEngine(List.of());
        Handshake.run(TlsContext.client().build().clientEngine("s.example.com", 1, List.of()), withoutCertificate);
        assertThat(asking.peer(withoutCertificate).sent()).isEmpty();
        assertThat(asking.peer(withoutCertificate).trust()).isEqualTo(Trust.NONE);
    }

    @Test
    void a_server_that_requires_client_certificates_refuses_others() throws Exception {
        TlsContext strict = TlsContext.server()
                .key(pki.key("s.example.com"))
                .store(pki.store())
                .requirePeer(true)
                .build();
        TlsContext stranger =
                TlsContext.client().key(new TestPki("Other").key("client-7")).build();
        for (TlsContext client : List.of(stranger, TlsContext.client().build())) {
            assertThatThrownBy(() -> Handshake.run(
                            client.clientEngine("s.example.com", 1, List.of()), strict.serverEngine(List.of())))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void the_certificate_follows_the_name_asked_for() throws Exception {
        TlsContext two = TlsContext.server()
                .key(pki.key("one.example.com"))
                .key(pki.key("two.example.com"))
                .build();
        TlsContext client = TlsContext.client().store(pki.store()).build();
        assertThat(connect(client, two, "one.example.com").trust("one.example.com"))
                .isEqualTo(Trust.TRUSTED);
        assertThat(connect(client, two, "two.example.com").trust("two.example.com"))
                .isEqualTo(Trust.TRUSTED);
        assertThat(connect(client, two, "three.example.com").trust("two.example.com"))
                .isEqualTo(Trust.TRUSTED);
    }

    @Test
    void the_wrong_side_is_an_error() {
        assertThatThrownBy(() -> server.clientEngine("x", 1, List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TlsContext.client().build().serverEngine(List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_system_has_authorities() throws Exception {
        assertThat(CertificateStore.system().certificates()).hasSizeGreaterThan(50);
    }
}
