package io.moongate.net.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for one side of connections, client or server, with its keys, its store and its session cache: what Lua calls a
 * shark object. Thread-safe.
 *
 * <p>By default any peer is accepted and judged after the handshake: {@link #peer} then {@link TlsPeer#trust}. A context
 * that {@linkplain Builder#requirePeer requires} trust ends the handshake instead.
 */
public final class TlsContext {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String MARK = TlsContext.class.getName();

    private final boolean isServer;
    private final Optional<CertificateStore> store;
    private final boolean requiresPeer;
    private final boolean hasAddressNames;
    private final int cacheSize;
    private final KeyChoice keys = new KeyChoice();
    private final SSLContext jsse;
    /** When the engines of connections in their handshake were made, in milliseconds since 1970. */
    private final Map<SSLEngine, Long> serverEngines = Collections.synchronizedMap(new WeakHashMap<>());

    private TlsContext(Builder builder) {
        isServer = builder.isServer;
        store = Optional.ofNullable(builder.store);
        requiresPeer = builder.requiresPeer;
        hasAddressNames = builder.hasAddressNames;
        cacheSize = builder.cacheSize;
        builder.keys.forEach(keys::add);
        jsse = createJsse();
    }

    /** How a context is made. */
    public static final class Builder {
        private final boolean isServer;
        private final List<TlsKey> keys = new ArrayList<>();
        private @Nullable CertificateStore store;
        private boolean requiresPeer;
        private boolean hasAddressNames;
        private int cacheSize;

        private Builder(boolean isServer) {
            this.isServer = isServer;
            this.cacheSize = isServer ? 1000 : 8;
        }

        /** Whom to trust. A server with a store asks its clients for a certificate. */
        public Builder store(CertificateStore trusted) {
            this.store = trusted;
            return this;
        }

        public Builder key(TlsKey key) {
            keys.add(key);
            return this;
        }

        /** Handshakes with peers that are not trusted fail; a client's peer must have the name it was connected by. */
        public Builder requirePeer(boolean require) {
            this.requiresPeer = require;
            return this;
        }

        /** Whether IP addresses among a certificate's alternative names match (RFC 9525); by default they do not. */
        public Builder addressNames(boolean match) {
            this.hasAddressNames = match;
            return this;
        }

        /** Sessions kept for resumption; 0 for none. Default 8 for a client, 1000 for a server. */
        public Builder cacheSize(int sessions) {
            if (sessions < 0) {
                throw new IllegalArgumentException("cache of " + sessions + " sessions");
            }
            this.cacheSize = sessions;
            return this;
        }

        public TlsContext build() {
            return new TlsContext(this);
        }
    }

    public static Builder client() {
        return new Builder(false);
    }

    public static Builder server() {
        return new Builder(true);
    }

    private SSLContext createJsse() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys},
                    new TrustManager[] {new PeerChecks(store, this::evaluate, requiresPeer)},
                    null);
            SSLSessionContext sessions =
                    isServer ? context.getServerSessionContext() : context.getClientSessionContext();
            // JSSE takes 0 for no limit.
            sessions.setSessionCacheSize(Math.max(1, cacheSize));
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's TLS cannot be used", e);
        }
    }

    public boolean isServer() {
        return isServer;
    }

    public Optional<CertificateStore> store() {
        return store;
    }

    /** Whether the context has a key: a server without one completes no handshake. */
    public boolean hasKey() {
        return !keys.isEmpty();
    }

    /** Adds a certificate and key, offered in handshakes from now on. Several may differ in algorithm or host. */
    public void addKey(TlsKey key) {
        keys.add(key);
    }

    /**
     * An engine for one connection of a client.
     *
     * @param host the name or address the user connects to: for SNI, session resumption and name checks
     * @param alpn protocols to offer, best first; empty for none
     * @throws IllegalStateException when this is a server's context
     */
    public SSLEngine clientEngine(String host, int port, List<String> alpn) {
        requireSide(!isServer);
        SSLEngine engine = cacheSize == 0 ? jsse.createSSLEngine() : jsse.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, alpn);
        if (isServerName(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * An engine for one accepted connection.
     *
     * @param alpn protocols that may be agreed on, best first; a client that offers none of them gets none
     * @throws IllegalStateException when this is a client's context
     */
    public SSLEngine serverEngine(List<String> alpn) {
        requireSide(isServer);
        SSLEngine engine = jsse.createSSLEngine();
        serverEngines.put(engine, System.currentTimeMillis());
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine, List.of()));
        if (!alpn.isEmpty()) {
            engine.setHandshakeApplicationProtocolSelector((e, offered) ->
                    alpn.stream().filter(offered::contains).findFirst().orElse(""));
        }
        if (requiresPeer) {
            engine.setNeedClientAuth(true);
        } else if (store.isPresent()) {
            engine.setWantClientAuth(true);
        }
        return engine;
    }

    /** For libraries that make their own sockets. Name checks are made only in a context that requires trust. */
    public SSLContext sslContext() {
        return jsse;
    }

    /**
     * What is known of the peer. Call it once for each connection, when its handshake has completed.
     *
     * @param engine made by this context
     */
    public TlsPeer peer(SSLEngine engine) {
        SSLSession session = engine.getSession();
        boolean isResumed = isServer ? isResumedByClient(engine) : isResumedHere(session);
        if (cacheSize == 0) {
            session.invalidate();
        }
        String alpn = engine.getApplicationProtocol();
        return peer(
                session.getCipherSuite(), session.getProtocol(), alpn == null ? "" : alpn, isResumed, sent(session));
    }

    /** A client's session keeps its mark from one connection to the next. */
    private static boolean isResumedHere(SSLSession session) {
        boolean isResumed = session.getValue(MARK) != null;
        session.putValue(MARK, MARK);
        return isResumed;
    }

    /** A server's session comes out of a ticket, without values but with the time it began. */
    private boolean isResumedByClient(SSLEngine engine) {
        Long began = serverEngines.remove(engine);
        return began != null && engine.getSession().getCreationTime() < began;
    }

    private TlsPeer evaluate(List<X509Certificate> sent) {
        return peer("", "", "", false, sent);
    }

    private TlsPeer peer(String suite, String protocol, String alpn, boolean isResumed, List<X509Certificate> sent) {
        return new TlsPeer(
                suite, protocol, alpn, isResumed, sent, store.flatMap(s -> s.validate(sent)), hasAddressNames);
    }

    private static List<X509Certificate> sent(SSLSession session) {
        try {
            List<X509Certificate> sent = new ArrayList<>();
            for (var certificate : session.getPeerCertificates()) {
                sent.add((X509Certificate) certificate);
            }
            return sent;
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static SSLParameters parameters(SSLEngine engine, List<String> alpn) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        if (!alpn.isEmpty()) {
            parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        }
        return parameters;
    }

    private void requireSide(boolean isRight) {
        if (!isRight) {
            throw new IllegalStateException(
                    "a TLS " + (isServer ? "server" : "client") + " context is of the wrong kind here");
        }
    }

    /** SNI carries DNS names only (RFC 6066, section 3). */
    private static boolean isServerName(String host) {
        if (HostNames.isAddress(host) || !host.contains(".") || host.endsWith(".")) {
            return false;
        }
        try {
            return new SNIHostName(host).getAsciiName().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
