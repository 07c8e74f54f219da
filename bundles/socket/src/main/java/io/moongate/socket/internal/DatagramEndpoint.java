package io.moongate.socket.internal;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A UDP socket, connected or not. */
final class DatagramEndpoint implements Endpoint {

    /** The most that fits into a datagram over IPv4 (RFC 768, RFC 791). */
    static final int MAX_DATAGRAM = 65507;
    /** Received datagrams kept beyond what was asked for; the system drops those that do not fit its own buffer. */
    private static final int READ_AHEAD = 16;

    /** A datagram that was received. */
    record Received(byte[] data, InetSocketAddress sender) {}

    private final Queue<Received> received = new ArrayDeque<>();
    private final boolean isConnected;
    /** Whether the user chose an address or port; the system's choice shows only after something was sent. */
    private volatile boolean showsAddress;

    private @Nullable DatagramChannel channel;
    private @Nullable CompletableFuture<@Nullable Void> waiter;
    private boolean paused;
    private boolean failed;

    DatagramEndpoint(boolean isConnected, boolean showsAddress) {
        this.isConnected = isConnected;
        this.showsAddress = showsAddress;
    }

    /** For the channel's pipeline. */
    final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            bound((DatagramChannel) context.channel());
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.read();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            add(new Received(ByteBufUtil.getBytes(packet.content()), packet.sender()));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (wantsMore()) {
                context.read();
            }
        }

        /** Such as an ICMP message that nobody listens on the other side. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail();
            context.read();
        }
    }

    private synchronized void bound(DatagramChannel bound) {
        channel = bound;
    }

    private void add(Received datagram) {
        synchronized (this) {
            received.add(datagram);
        }
        wake();
    }

    private void fail() {
        synchronized (this) {
            failed = true;
        }
        wake();
    }

    private synchronized boolean wantsMore() {
        paused = received.size() > READ_AHEAD;
        return !paused;
    }

    /** The next datagram, or null when none was received. */
    synchronized @Nullable Received poll() {
        Received next = received.poll();
        if (paused && received.size() <= READ_AHEAD && channel != null) {
            paused = false;
            channel.read();
        }
        return next;
    }

    /** Whether receiving has failed since this was asked last. */
    synchronized boolean takeFailure() {
        boolean had = failed;
        failed = false;
        return had;
    }

    /** Completes when {@link #poll} may have something to give. Whoever waits may complete it to stop waiting. */
    synchronized CompletableFuture<@Nullable Void> readable() {
        if (!received.isEmpty() || failed) {
            return CompletableFuture.completedFuture(null);
        }
        if (waiter == null || waiter.isDone()) {
            waiter = new CompletableFuture<>();
        }
        return waiter;
    }

    /**
     * Sends a datagram.
     *
     * @param target null: to the address this socket is connected to
     * @return completes when the system has taken it
     */
    CompletableFuture<@Nullable Void> send(byte[] data, int offset, int length, @Nullable InetSocketAddress target) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        DatagramChannel to = channel();
        if (to == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("not bound"));
        }
        showsAddress = true;
        var content = Unpooled.wrappedBuffer(data, offset, length);
        ChannelFuture future = to.writeAndFlush(target == null ? content : new DatagramPacket(content, target));
        future.addListener(done -> {
            if (done.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(done.cause());
            }
        });
        return sent;
    }

    synchronized @Nullable DatagramChannel channel() {
        return channel;
    }

    boolean isConnected() {
        return isConnected;
    }

    @Override
    public void wake() {
        CompletableFuture<@Nullable Void> woken;
        synchronized (this) {
            woken = waiter;
        }
        if (woken != null) {
            woken.complete(null);
        }
    }

    @Override
    public void close() {
        DatagramChannel open = channel();
        if (open != null) {
            open.close();
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> released() {
        CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
        DatagramChannel closing = channel();
        if (closing == null) {
            released.complete(null);
        } else {
            closing.closeFuture().addListener(done -> closing.eventLoop().execute(() -> released.complete(null)));
        }
        return released;
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        DatagramChannel open = openChannel();
        return open == null
                ? Optional.empty()
                : Optional.of(showsAddress ? open.localAddress() : new InetSocketAddress(0));
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        DatagramChannel open = openChannel();
        return open == null || !isConnected ? Optional.empty() : Optional.of(open.remoteAddress());
    }

    private @Nullable DatagramChannel openChannel() {
        DatagramChannel open = channel();
        return open != null && open.isOpen() ? open : null;
    }
}
