package io.moongate.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the other side of a connection after its handshake. Immutable: the store may change later.
 *
 * @param cipherSuite such as {@code TLS_AES_128_GCM_SHA256}
 * @param protocol as JSSE names it: {@code TLSv1.3}
 * @param applicationProtocol what ALPN agreed on, {@code ""} for nothing
 * @param isResumed whether the session was resumed
 * @param sent the certificates the peer sent, its own first; empty when it sent none
 * @param path from the peer's certificate to the store, when there is one
 * @param hasAddressNames whether IP addresses among the certificate's names count
 */
public record TlsPeer(
        String cipherSuite,
        String protocol,
        String applicationProtocol,
        boolean isResumed,
        List<X509Certificate> sent,
        Optional<CertificateStore.Path509> path,
        boolean hasAddressNames) {

    public TlsPeer {
        sent = List.copyOf(sent);
    }

    /** How far the peer is trusted to be {@code host}. */
    public Trust trust(String host) {
        boolean name = !sent.isEmpty() && HostNames.matches(sent.getFirst(), host, hasAddressNames);
        return Trust.of(
                path.isPresent(),
                name,
                path.map(CertificateStore.Path509::isCurrent).orElse(false));
    }

    /** How far a peer without a name of its own, such as a client, is trusted. */
    public Trust trust() {
        return Trust.of(
                path.isPresent(),
                !sent.isEmpty(),
                path.map(CertificateStore.Path509::isCurrent).orElse(false));
    }

    /** Whether the chain leads to the store; expiry and name do not count. */
    public boolean isValidated() {
        return path.isPresent();
    }

    /** The validated path where there is one, else what the peer sent. */
    public List<X509Certificate> chain() {
        return path.map(CertificateStore.Path509::certificates).orElse(sent);
    }

    /** The protocol as {@code sock:cipher()} gives it: {@code TLS_1_3}. */
    public String luaProtocol() {
        return protocol.replace("TLSv", "TLS_").replace('.', '_');
    }
}
