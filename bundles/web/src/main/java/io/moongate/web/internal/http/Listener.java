package io.moongate.web.internal.http;

import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A port the server listens on. Its certificate can change while it runs; connections that are open stay as they are. */
public final class Listener implements AutoCloseable {

    private final Channel channel;
    private final AtomicReference<@Nullable TlsContext> tls;
    private final Preferences preferences;

    /** What a secure port wants of new connections. */
    private static final class Preferences {
        volatile boolean clientCertificate;
        volatile boolean rsa;

        void apply(SSLEngine engine) {
            if (clientCertificate && !engine.getNeedClientAuth()) {
                engine.setWantClientAuth(true);
            }
            if (rsa) {
                engine.setEnabledCipherSuites(Stream.of(engine.getEnabledCipherSuites())
                        .sorted(Comparator.comparing((String suite) -> suite.contains("_ECDSA_")))
                        .toArray(String[]::new));
            }
        }
    }

    private Listener(Channel channel, AtomicReference<@Nullable TlsContext> tls, Preferences preferences) {
        this.channel = channel;
        this.tls = tls;
        this.preferences = preferences;
    }

    /**
     * Opens a port; waits until it is open.
     *
     * @param tls null for plain connections
     * @throws java.io.IOException when the address is taken or not ours
     */
    public static Listener open(HttpServer server, NetLoops loops, InetSocketAddress address, @Nullable TlsContext tls)
            throws java.io.IOException {
        var context = new AtomicReference<@Nullable TlsContext>(tls);
        var preferences = new Preferences();
        var bound = bootstrap(loops, address)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(server, channel, context.get(), preferences);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new java.io.IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + reason(bound.cause()),
                    bound.cause());
        }
        return new Listener(bound.channel(), context, preferences);
    }

    /** The system's words, without the call and its number, which native transports put before them. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
    }

    private static ServerBootstrap bootstrap(NetLoops loops, InetSocketAddress address) {
        boolean everywhere =
                address.getAddress() != null && address.getAddress().isAnyLocalAddress();
        return everywhere ? loops.server() : loops.server(address.getAddress() instanceof Inet6Address);
    }

    private static void accept(HttpServer server, Channel channel, @Nullable TlsContext tls, Preferences preferences) {
        if (tls == null) {
            server.install(channel, false);
        } else {
            SSLEngine engine = tls.serverEngine(List.of("h2", "http/1.1"));
            preferences.apply(engine);
            channel.attr(TlsInfo.KEY).set(new TlsInfo(tls, engine));
            channel.config().setAutoRead(true);
            channel.pipeline()
                    .addLast("tls", new SslHandler(engine, server.handshakes()))
                    .addLast(new ProtocolChoice(server, engine));
        }
    }

    public int port() {
        return address().getPort();
    }

    public InetSocketAddress address() {
        SocketAddress local = channel.localAddress();
        return local instanceof InetSocketAddress inet ? inet : new InetSocketAddress(0);
    }

    public boolean isSecure() {
        return tls.get() != null;
    }

    /** New connections get another certificate. */
    public void replaceTls(TlsContext context) {
        tls.set(context);
    }

    /** New connections are asked for a client certificate, or not; one that has none is served all the same. */
    public void askClientCertificate(boolean ask) {
        preferences.clientCertificate = ask;
    }

    /** Clients that could take either an RSA or an EC certificate get the RSA one, up to TLS 1.2. */
    public void favorRsa(boolean favor) {
        preferences.rsa = favor;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
