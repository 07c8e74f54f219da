package io.moongate.net;

import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connects to servers. From any thread. */
public final class Dialer {

    private final NetLoops loops;

    public Dialer(NetLoops loops) {
        this.loops = loops;
    }

    /**
     * What to connect to, and how.
     *
     * @param intf local address or interface; empty: any
     * @param timeoutMillis for the connection to be established; 0: the system's
     */
    public record Target(String host, int port, boolean ipv6, Optional<String> intf, int timeoutMillis) {}

    private record Route(InetSocketAddress to, Optional<InetSocketAddress> from) {}

    /**
     * Connects.
     *
     * @return fails with {@link NetException}: {@code cannotresolve}, {@code cannotconnect} or {@code bind}; a result
     *     that was cancelled before it came is closed
     */
    public CompletableFuture<ChannelStream> connect(Target target) {
        CompletableFuture<ChannelStream> result = new CompletableFuture<>();
        loops.resolve(target.host(), target.ipv6())
                .thenCombine(local(target), (to, from) -> new Route(new InetSocketAddress(to, target.port()), from))
                .thenAccept(route -> connect(route, target, result))
                .whenComplete((ignored, error) -> {
                    if (error != null) {
                        result.completeExceptionally(error instanceof CompletionException ? error.getCause() : error);
                    }
                });
        return result;
    }

    private CompletionStage<Optional<InetSocketAddress>> local(Target target) {
        return target.intf()
                .map(intf -> localAddress(intf, target.ipv6())
                        .thenApply(address -> Optional.of(new InetSocketAddress(address, 0))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /**
     * Which local address {@code intf} stands for: an address, the name of an interface, or a name of this host.
     *
     * @return fails with {@link NetException} {@code bind}
     */
    public CompletionStage<InetAddress> localAddress(String intf, boolean ipv6) {
        try {
            return CompletableFuture.completedFuture(LocalAddress.of(intf, ipv6));
        } catch (NetException e) {
            return loops.resolve(intf, ipv6).exceptionallyCompose(unknown -> CompletableFuture.failedFuture(e));
        }
    }

    private void connect(Route route, Target target, CompletableFuture<ChannelStream> result) {
        AtomicReference<ChannelStream> made = new AtomicReference<>();
        Bootstrap client = loops.client(target.ipv6())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, target.timeoutMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        made.set(ChannelStream.attach(channel, new byte[0]));
                    }
                });
        connect(client, route.to(), route.from(), result, () -> {
            if (!result.complete(made.get())) {
                made.get().close();
            }
        });
    }

    /**
     * Connects a channel of {@code bootstrap} to {@code to}, after binding it to {@code from} if given.
     *
     * @param result is failed with {@link NetException} {@code cannotconnect} or {@code bind}
     * @param onConnected runs on the event loop
     */
    public static void connect(
            Bootstrap bootstrap,
            InetSocketAddress to,
            Optional<InetSocketAddress> from,
            CompletableFuture<?> result,
            Runnable onConnected) {
        ChannelFuture ready = from.isPresent() ? bootstrap.bind(from.get()) : bootstrap.register();
        ready.addListener((ChannelFuture bound) -> {
            if (!bound.isSuccess()) {
                result.completeExceptionally(failure(NetException.BIND, bound.cause()));
                return;
            }
            bound.channel().connect(to).addListener((ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                    onConnected.run();
                } else {
                    connected.channel().close();
                    result.completeExceptionally(failure(NetException.CANNOT_CONNECT, connected.cause()));
                }
            });
        });
    }

    private static NetException failure(String code, Throwable cause) {
        return new NetException(code, String.valueOf(cause.getMessage()), cause);
    }

    /**
     * Starts TLS on a connection, as its client.
     *
     * @param host whom the connection is for: for SNI, resumption and the check of the name
     * @param timeoutMillis for the handshake; 0: none
     * @return what is known of the server; fails with {@link NetException} {@code sslhandshake}, and then the stream is
     *     closed
     */
    public CompletableFuture<TlsPeer> secure(
            ChannelStream stream, TlsContext context, String host, int port, int timeoutMillis) {
        var engine = context.clientEngine(host, port, List.of());
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        return stream.secure(handler)
                .handle((@Nullable Void ignored, @Nullable Throwable error) -> error)
                .thenCompose(error -> error == null
                        ? CompletableFuture.completedFuture(context.peer(engine))
                        : CompletableFuture.failedFuture(new NetException(
                                NetException.SSL_HANDSHAKE, String.valueOf(error.getMessage()), error)));
    }
}
