package io.moongate.net.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What happens with the peer's certificate within the handshake: nothing where Lua asks {@code trusted()} afterwards, or
 * the same evaluation as there, ending the handshake.
 */
final class PeerChecks extends X509ExtendedTrustManager {

    private final Optional<CertificateStore> store;
    private final Function<List<X509Certificate>, TlsPeer> evaluation;
    private final boolean isRequired;

    PeerChecks(
            Optional<CertificateStore> store, Function<List<X509Certificate>, TlsPeer> evaluation, boolean isRequired) {
        this.store = store;
        this.evaluation = evaluation;
        this.isRequired = isRequired;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (isRequired) {
            require(evaluation.apply(List.of(chain)).trust(), "client certificate");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServer(chain, null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkServer(chain, socket instanceof SSLSocket s ? s.getHandshakeSession() : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServer(chain, engine == null ? null : engine.getHandshakeSession());
    }

    private void checkServer(X509Certificate[] chain, @Nullable SSLSession session) throws CertificateException {
        if (isRequired) {
            String host = session == null || session.getPeerHost() == null ? "" : session.getPeerHost();
            require(evaluation.apply(List.of(chain)).trust(host), "server certificate for '" + host + "'");
        }
    }

    private static void require(Trust trust, String what) throws CertificateException {
        if (!trust.isTrusted()) {
            throw new CertificateException(what + " is not trusted: " + trust);
        }
    }

    /** The authorities that a server names to its clients. A long list would only tell strangers what we trust. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        List<X509Certificate> issuers =
                store.map(CertificateStore::certificates).orElse(List.of());
        return issuers.size() > 20 ? new X509Certificate[0] : issuers.toArray(X509Certificate[]::new);
    }
}
