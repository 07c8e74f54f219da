package io.moongate.web.internal.http;

import io.moongate.net.NetLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Connections to the servers behind the reverse proxies: opened when needed, kept for a while for the next request. */
public final class BackendConnections implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5000;
    /** Idle connections kept for one backend. */
    private static final int IDLE_LIMIT = 16;
    /** Backends that idle connections are kept for; a gateway proxy could name any number of them. */
    private static final int BACKENDS_LIMIT = 64;
    /** Shorter than servers keep theirs, so that few are found closed. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Idle(Channel channel, long since) {}

    private final NetLoops loops;
    private final Map<Backend, Deque<Idle>> idle = new HashMap<>();
    private boolean closed;

    public BackendConnections(NetLoops loops) {
        this.loops = loops;
    }

    /** Connects. The channel has no handlers yet and reads only when told to; completes on its event loop. */
    CompletionStage<Channel> open(Backend backend) {
        return loops.resolve(backend.host(), false)
                .exceptionallyCompose(error -> loops.resolve(backend.host(), true))
                .thenCompose(address -> connect(address, backend.port()));
    }

    private CompletionStage<Channel> connect(InetAddress address, int port) {
        var connected = new CompletableFuture<Channel>();
        loops.client(address instanceof Inet6Address)
                .handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .connect(new InetSocketAddress(address, port))
                .addListener((ChannelFutureListener) done -> {
                    if (done.isSuccess()) {
                        connected.complete(done.channel());
                    } else {
                        connected.completeExceptionally(done.cause());
                    }
                });
        return connected;
    }

    /** Takes a kept connection; the server may close it at any moment. */
    synchronized Optional<Channel> take(Backend backend) {
        Deque<Idle> kept = idle.get(backend);
        return kept == null || kept.isEmpty()
                ? Optional.empty()
                : Optional.of(kept.pollLast().channel());
    }

    /** Keeps a connection that is free again; on its event loop. */
    void keep(Backend backend, Channel channel) {
        if (!channel.isActive() || !offer(backend, channel)) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(new Watch(backend));
        channel.read();
    }

    private synchronized boolean offer(Backend backend, Channel channel) {
        if (closed || (idle.size() >= BACKENDS_LIMIT && !idle.containsKey(backend))) {
            return false;
        }
        Deque<Idle> kept = idle.computeIfAbsent(backend, key -> new ArrayDeque<>());
        return kept.size() < IDLE_LIMIT && kept.add(new Idle(channel, System.nanoTime()));
    }

    private synchronized void forget(Backend backend, Channel channel) {
        Deque<Idle> kept = idle.get(backend);
        if (kept != null) {
            kept.removeIf(other -> other.channel() == channel);
        }
    }

    /** Closes what was not used for long; called about once a second. */
    public synchronized void expire() {
        long now = System.nanoTime();
        idle.values().forEach(kept -> {
            while (!kept.isEmpty() && now - kept.peekFirst().since() > IDLE_NANOS) {
                kept.pollFirst().channel().close();
            }
        });
        idle.values().removeIf(Deque::isEmpty);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(kept -> kept.forEach(one -> one.channel().close()));
        idle.clear();
    }

    /** While nobody uses a connection, whatever comes on it ends it. */
    final class Watch extends ChannelInboundHandlerAdapter {

        private final Backend backend;

        Watch(Backend backend) {
            this.backend = backend;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            end(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(context);
        }

        private void end(ChannelHandlerContext context) {
            forget(backend, context.channel());
            context.close();
        }
    }
}
