package io.moongate.socket.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.Dialer;
import io.moongate.net.NetException;
import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.LuaVm;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opens endpoints of one VM, on its strands. Everything is asynchronous; a result that nobody wants any more is closed. */
final class Network {

    private static final byte[] NOTHING = {};

    private final NetLoops loops;
    private final LuaVm vm;

    Network(NetLoops loops, LuaVm vm) {
        this.loops = loops;
        this.vm = vm;
    }

    /** Those of this VM; with TLS those that several threads serve, as encrypting is work. */
    private NetLoops loops(Optional<TlsContext> tls) {
        return tls.isPresent() ? loops : loops.of(vm);
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
        Dialer.Target target = new Dialer.Target(host, port, options.ipv6(), options.intf(), options.timeoutMillis());
        new Dialer(loops(tls))
                .connect(target)
                .thenCompose(stream -> tls.isPresent()
                        ? secure(stream, host, TlsLink.client(tls.get(), host, port, options.alpn()))
                        : CompletableFuture.completedFuture(StreamEndpoint.of(stream, host, Optional.empty())))
                .whenComplete((endpoint, error) -> {
                    if (error == null) {
                        deliver(endpoint, result);
                    } else {
                        failWith(result, error);
                    }
                });
        return result;
    }

    private static CompletableFuture<StreamEndpoint> secure(ChannelStream stream, String host, TlsLink link) {
        return stream.secure(link.handler())
                .handle((@Nullable Void ignored, @Nullable Throwable error) -> error)
                .thenCompose(error -> error == null
                        ? CompletableFuture.completedFuture(StreamEndpoint.of(stream, host, Optional.of(link)))
                        : CompletableFuture.failedFuture(handshakeFailed(Failures.cause(error))));
    }

    private static NetException handshakeFailed(Throwable cause) {
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
        return new Dialer(loops)
                .localAddress(options.intf().get(), options.ipv6())
                .thenApply(address -> Optional.of(new InetSocketAddress(address, options.localPort())));
    }

    private static InetSocketAddress wildcard(boolean ipv6, int port) {
        return new InetSocketAddress(ipv6 ? "::" : "0.0.0.0", port);
    }

    /** @return fails with {@link NetException} {@code bind} */
    CompletableFuture<ListenEndpoint> listen(int port, SocketOptions options, Optional<TlsContext> tls) {
        CompletableFuture<ListenEndpoint> result = new CompletableFuture<>();
        ServerBootstrap server = loops(tls).server(options.ipv6());
        local(options)
                .thenAccept(local -> listen(
                        server,
                        local.map(address -> new InetSocketAddress(address.getAddress(), port))
                                .orElseGet(() -> wildcard(options.ipv6(), port)),
                        options,
                        tls,
                        result))
                .whenComplete((ignored, error) -> failWith(result, error));
        return result;
    }

    private static void listen(
            ServerBootstrap server,
            InetSocketAddress local,
            SocketOptions options,
            Optional<TlsContext> tls,
            CompletableFuture<ListenEndpoint> result) {
        ListenEndpoint listener = new ListenEndpoint();
        server.option(ChannelOption.AUTO_READ, false)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator()
                                .respectMaybeMoreData(false)
                                .maxMessagesPerRead(ListenEndpoint.READY))
                .handler(new ListenEndpoint.Acceptor())
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
        tls.ifPresent(link -> channel.pipeline().addLast(link.handler()));
        StreamEndpoint connection = StreamEndpoint.of(ChannelStream.attach(channel, NOTHING), "", tls);
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
        Bootstrap bootstrap = loops.of(vm).datagram(options.ipv6());
        CompletionStage<Optional<InetSocketAddress>> peer = host.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : loops.resolve(host.get(), options.ipv6())
                        .thenApply(address -> Optional.of(new InetSocketAddress(address, port)));
        peer.thenAcceptBoth(local(options), (to, from) -> open(bootstrap, to, from, options.ipv6(), result))
                .whenComplete((ignored, error) -> failWith(result, error));
        return result;
    }

    private static void open(
            Bootstrap bootstrap,
            Optional<InetSocketAddress> to,
            Optional<InetSocketAddress> from,
            boolean ipv6,
            CompletableFuture<DatagramEndpoint> result) {
        DatagramEndpoint endpoint = new DatagramEndpoint(to.isPresent(), to.isPresent() || from.isPresent());
        bootstrap
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DatagramEndpoint.MAX_DATAGRAM))
                .handler(endpoint.new Receiver());
        Runnable opened = () -> deliver(endpoint, result);
        if (to.isPresent()) {
            Dialer.connect(bootstrap, to.get(), from, result, opened);
        } else {
            bootstrap.bind(from.orElseGet(() -> wildcard(ipv6, 0))).addListener((ChannelFuture done) -> {
                if (done.isSuccess()) {
                    opened.run();
                } else {
                    result.completeExceptionally(bindFailed(done.cause()));
                }
            });
        }
    }
}
