package io.moongate.debug.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import io.moongate.net.NetLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A port where debuggers connect. While nobody waits for a debugger, one may wait there; others are sent away. Thread-safe. */
final class DebugPort {

    private static final String LOOPBACK = "127.0.0.1";
    private static final byte[] NOTHING = {};

    private @Nullable Channel channel;
    private boolean closed;
    private @Nullable CompletableFuture<Optional<ChannelStream>> waiter;
    private @Nullable ChannelStream early;

    private DebugPort() {}

    /** @return fails with {@link NetException} */
    static CompletableFuture<DebugPort> open(NetLoops loops, ConnectOptions options) {
        CompletableFuture<DebugPort> result = new CompletableFuture<>();
        try {
            String intf = options.intf().orElse(LOOPBACK);
            InetAddress address = LocalAddress.of(intf, intf.contains(":"));
            new DebugPort()
                    .bind(
                            loops.server(address instanceof Inet6Address),
                            new InetSocketAddress(address, options.port()),
                            result);
        } catch (NetException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private void bind(ServerBootstrap server, InetSocketAddress local, CompletableFuture<DebugPort> result) {
        server.childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                })
                .bind(local)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        bound(done.channel());
                        result.complete(this);
                    } else {
                        result.completeExceptionally(done.cause());
                    }
                });
    }

    private synchronized void bound(Channel listening) {
        channel = listening;
        if (closed) {
            listening.close();
        }
    }

    private void accept(Channel accepted) {
        ChannelStream stream = ChannelStream.attach(accepted, NOTHING);
        accepted.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.pipeline().remove(this);
                offer(stream);
            }
        });
    }

    private void offer(ChannelStream stream) {
        CompletableFuture<Optional<ChannelStream>> waiting;
        synchronized (this) {
            waiting = waiter;
            waiter = null;
            if (waiting == null && !closed && (early == null || early.isEnded())) {
                early = stream;
                return;
            }
        }
        if (waiting == null || !waiting.complete(Optional.of(stream))) {
            stream.close();
        }
    }

    /** The next connection; empty when the port is closed. */
    synchronized CompletableFuture<Optional<ChannelStream>> next() {
        ChannelStream there = early;
        early = null;
        if (there != null || closed) {
            return CompletableFuture.completedFuture(Optional.ofNullable(there));
        }
        CompletableFuture<Optional<ChannelStream>> next = new CompletableFuture<>();
        waiter = next;
        return next;
    }

    void close() {
        CompletableFuture<Optional<ChannelStream>> waiting;
        synchronized (this) {
            closed = true;
            waiting = waiter;
            waiter = null;
            closeChannels();
        }
        if (waiting != null) {
            waiting.complete(Optional.empty());
        }
    }

    private void closeChannels() {
        if (channel != null) {
            channel.close();
        }
        if (early != null) {
            early.close();
            early = null;
        }
    }
}
