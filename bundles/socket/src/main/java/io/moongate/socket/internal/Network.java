package io.moongate.socket.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Opens endpoints. Everything is asynchronous; a result that nobody wants any more is closed. */
final class Network {

    private static final byte[] NOTHING = {};

    private final NetLoops loops;

    Network(NetLoops loops) {
        this.loops = loops;
    }

    NetLoops loops() {
        return loops;
    }

    /**
     * Connects, and secures the connection when {@code tls} is given.
     *
     * @return fails with {@link NetException}; cancelling it abandons the attempt
     */
    CompletableFuture<StreamEndpoint> connect(String host, int port, SocketOptions options, Optional<TlsContext> tls) {
        CompletableFuture<StreamEndpoint> result = new CompletableFuture<>();
        loops.resolve(host, options.ipv6())
                .thenCombine(local(options), (to, from) -> new Route(new InetSocketAddress(to, port), from))
                .thenAccept(route -> connect(host, route, options, tls, result))
                .whenComplete((ignored, error) -> failWith(result, error));
        return result;
    }

    private record Route(InetSocketAddress to, Optional<InetSocketAddress> from) {}

    private void connect(
            String host,
            Route route,
            SocketOptions options,
            Optional<TlsContext> tls,
            CompletableFuture<StreamEndpoint> result) {
        AtomicReference<StreamEndpoint> made = new AtomicReference<>();
        Bootstrap bootstrap = loops.client(options.ipv6())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, options.timeoutMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        made.set(stream(
                                channel,
                                host,
                                tls.map(context ->
                                        TlsLink.client(context, host, route.to().getPort(), options.alpn()))));
                    }
                });
        ChannelFuture connecting = bootstrap.connect(route.to(), route.from().orElse(null));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                established(made.get(), result);
            } else {
                result.completeExceptionally(
                        Failures.connecting(done.cause(), route.from().isPresent()));
            }
        });
    }

    private static StreamEndpoint stream(Channel channel, String host, Optional<TlsLink> tls) {
        tls.ifPresent(link -> channel.pipeline().addLast(link.handler()));
        return StreamEndpoint.of(ChannelStream.attach(channel, NOTHING), host, tls);
    }

    private static void established(StreamEndpoint endpoint, CompletableFuture<StreamEndpoint> result) {
        if (endpoint.tls().isEmpty()) {
            deliver(endpoint, result);
            return;
        }
        endpoint.tls().get().handler().handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                deliver(endpoint, result);
            } else {
                endpoint.close();
                result.completeExceptionally(handshakeFailed(done.cause()));
            }
        });
    }

    static NetException handshakeFailed(Throwable cause) {
        return new NetException(NetException.SSL_HANDSHAKE, String.valueOf(cause.getMessage()), cause);
    }

    private static <E extends Endpoint> void deliver(E endpoint, CompletableFuture<E> result) {
        if (!result.complete(endpoint)) {
            endpoint.close();
        }
    }

    private static void failWith(CompletableFuture<?> result, @Nullable Throwable error) {
        if (error != null) {
            result.completeExceptionally(Failures.cause(error));
        }
    }

    /** The local address that the options ask for; empty: any. */
    private CompletionStage<Optional<InetSocketAddress>> local(SocketOptions options) {
        if (options.intf().isEmpty()) {
            return CompletableFuture.completedFuture(
                    options.localPort() == 0
                            ? Optional.empty()
                            : Optional.of(wildcard(options.ipv6(), options.localPort())));
        }
        return localAddress(options.intf().get(), options.ipv6())
                .thenApply(address -> Optional.of(new InetSocketAddress(address, options.localPort())));
    }

    /** An address, the name of an interface, or a name that stands for an address of this host. */
    private CompletionStage<InetAddress> localAddress(String intf, boolean ipv6) {
        try {
            return CompletableFuture.completedFuture(LocalAddress.of(intf, ipv6));
        } catch (NetException e) {
            return loops.resolve(intf, ipv6).exceptionallyCompose(unknown -> CompletableFuture.failedFuture(e));
        }
    }

    private static InetSocketAddress wildcard(boolean ipv6, int port) {
        return new InetSocketAddress(ipv6 ? "::" : "0.0.0.0", port);
    }

    /** @return fails with {@link NetException} {@code bind} */
    CompletableFuture<ListenEndpoint> listen(int port, SocketOptions options, Optional<TlsContext> tls) {
        CompletableFuture<ListenEndpoint> result = new CompletableFuture<>();
        local(options)
                .thenAccept(local -> listen(
                        local.map(address -> new InetSocketAddress(address.getAddress(), port))
                                .orElseGet(() -> wildcard(options.ipv6(), port)),
                        options,
                        tls,
                        result))
                .whenComplete((ignored, error) -> failWith(result, error));
        return result;
    }

    private void listen(
            InetSocketAddress local,
            SocketOptions options,
            Optional<TlsContext> tls,
            CompletableFuture<ListenEndpoint> result) {
        ListenEndpoint listener = new ListenEndpoint();
        loops.server(options.ipv6())
                .option(ChannelOption.AUTO_READ, false)
                .handler(listener.new Acceptor())
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, listener, tls.map(context -> TlsLink.server(context, options.alpn())));
                    }
                })
                .bind(local)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        listener.bound(done.channel());
                        deliver(listener, result);
                    } else {
                        result.completeExceptionally(bindFailed(done.cause()));
                    }
                });
    }

    private static void accept(Channel channel, ListenEndpoint listener, Optional<TlsLink> tls) {
        StreamEndpoint connection = stream(channel, "", tls);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.pipeline().remove(this);
                listener.add(connection);
            }
        });
    }

    private static NetException bindFailed(Throwable cause) {
        return new NetException(NetException.BIND, String.valueOf(cause.getMessage()), cause);
    }

    /** Opens a UDP socket, connected when {@code peer} is given. @return fails with {@link NetException} */
    CompletableFuture<DatagramEndpoint> datagrams(Optional<String> host, int port, SocketOptions options) {
        CompletableFuture<DatagramEndpoint> result = new CompletableFuture<>();
        CompletionStage<Optional<InetSocketAddress>> peer = host.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : loops.resolve(host.get(), options.ipv6())
                        .thenApply(address -> Optional.of(new InetSocketAddress(address, port)));
        peer.thenCombine(local(options), (to, from) -> open(to, from, options.ipv6(), result))
                .whenComplete((ignored, error) -> failWith(result, error));
        return result;
    }

    private ChannelFuture open(
            Optional<InetSocketAddress> to,
            Optional<InetSocketAddress> from,
            boolean ipv6,
            CompletableFuture<DatagramEndpoint> result) {
        DatagramEndpoint endpoint = new DatagramEndpoint(to.isPresent(), to.isPresent() || from.isPresent());
        Bootstrap bootstrap = loops.datagram(ipv6)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DatagramEndpoint.MAX_DATAGRAM))
                .handler(endpoint.new Receiver());
        ChannelFuture opening = to.isPresent()
                ? bootstrap.connect(to.get(), from.orElse(null))
                : bootstrap.bind(from.orElseGet(() -> wildcard(ipv6, 0)));
        return opening.addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                endpoint.bound((DatagramChannel) done.channel());
                deliver(endpoint, result);
            } else {
                result.completeExceptionally(
                        to.isPresent()
                                ? Failures.connecting(done.cause(), from.isPresent())
                                : bindFailed(done.cause()));
            }
        });
    }
}
