package io.moongate.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link ByteStream} on a Netty channel. It owns the channel from {@link #attach} on. */
public final class ChannelStream implements ByteStream {

    /** What is received beyond what was asked for, so that a reader that keeps up never waits for an event loop. */
    private static final int READ_AHEAD = 16 << 10;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 << 10, 64 << 10);
    /** How long a closed stream may go without any progress in sending what is queued. */
    private static final long LINGER_SECONDS = 30;
    /** How long a peer may take to end its side of TLS after ours. */
    private static final long FAREWELL_SECONDS = 5;

    private final Channel channel;
    private final ReceiveQueue inbound;
    private final Outbound outbound;
    /** Closed and sent, and the peer's end is awaited; on the event loop. */
    private boolean lingering;

    private ChannelStream(Channel channel) {
        this.channel = channel;
        this.inbound = new ReceiveQueue(READ_AHEAD, this::resume);
        this.outbound = new Outbound(channel, this::end);
    }

    /**
     * Adds the stream to the end of a channel's pipeline. Call it in the channel's initializer, or on its event loop; the
     * channel's auto-read must be off.
     *
     * @param received bytes that are already there
     */
    public static ChannelStream attach(Channel channel, byte[] received) {
        ChannelStream stream = new ChannelStream(channel);
        if (received.length > 0) {
            stream.inbound.add(received);
        }
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.pipeline().addLast(stream.new Handler());
        if (channel.eventLoop() instanceof StreamKeeper keeper) {
            keeper.keep(channel);
        }
        return stream;
    }

    /** Between the channel and the two queues; on the event loop. */
    private final class Handler extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            if (context.channel().isActive()) {
                context.read();
            } else if (!context.channel().isOpen()) {
                inbound.end();
                outbound.queue().fail();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.fireChannelActive();
            context.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                ByteBuf buffer = (ByteBuf) message;
                if (buffer.isReadable() && !lingering) {
                    inbound.add(ByteBufUtil.getBytes(buffer));
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (lingering || inbound.wantsMore()) {
                context.read();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                outbound.send();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent
                    || event instanceof ChannelInputShutdownReadComplete
                    || event instanceof SslCloseCompletionEvent) {
                inbound.end();
                if (lingering) {
                    context.close();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inbound.end();
            outbound.queue().fail();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void resume() {
        channel.eventLoop().execute(channel::read);
    }

    public Channel channel() {
        return channel;
    }

    @Override
    public byte @Nullable [] poll(int limit) {
        return inbound.poll(limit);
    }

    @Override
    public CompletableFuture<@Nullable Void> readable() {
        return inbound.readable();
    }

    @Override
    public boolean isEnded() {
        return inbound.isEnded();
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        outbound.write(data, offset, length);
    }

    @Override
    public long queued() {
        return outbound.queue().queued();
    }

    @Override
    public boolean isBlocked() {
        return outbound.isBlocked();
    }

    @Override
    public CompletableFuture<@Nullable Void> writable() {
        return outbound.queue().writable();
    }

    @Override
    public CompletableFuture<@Nullable Void> flushed() {
        return outbound.queue().flushed();
    }

    @Override
    public CompletableFuture<@Nullable Void> attempted() {
        return outbound.attempted();
    }

    @Override
    public boolean isOpen() {
        return outbound.queue().isOpen();
    }

    @Override
    public void close() {
        if (outbound.queue().isOpen()) {
            outbound.close();
            watch(outbound.queue().queued());
        }
    }

    /** Everything is sent after a {@link #close}; on the event loop. */
    private void end() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null && channel instanceof DuplexChannel duplex && channel.isActive() && isPeerOpen()) {
            linger(tls, duplex);
        } else {
            channel.close();
        }
    }

    private boolean isPeerOpen() {
        inbound.poll(Integer.MAX_VALUE);
        return !inbound.isEnded();
    }

    /**
     * Says the last words of TLS and waits for the peer's: whatever it sends by itself, such as session tickets, would reach a
     * closed port, and then the system takes back what the peer has not read yet (RFC 9112, 9.6 has the same of HTTP).
     */
    private void linger(SslHandler tls, DuplexChannel duplex) {
        if (lingering) {
            return;
        }
        lingering = true;
        var limit = channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
        tls.closeOutbound().addListener(said -> duplex.shutdownOutput());
        channel.read();
    }

    /** Gives up on a peer that takes nothing of what is still queued. */
    private void watch(long queued) {
        if (queued > 0) {
            channel.eventLoop().schedule(() -> giveUpOrWatch(queued), LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void giveUpOrWatch(long before) {
        long now = outbound.queue().queued();
        if (now == before) {
            channel.close();
        } else {
            watch(now);
        }
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return isOpen() ? address(channel.localAddress()) : Optional.empty();
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return isOpen() ? address(channel.remoteAddress()) : Optional.empty();
    }

    private static Optional<InetSocketAddress> address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet ? Optional.of(internet) : Optional.empty();
    }

    /**
     * Starts TLS in mid-connection: sends what is queued, then puts {@code tls} before this stream. Bytes that were
     * received and not taken are taken for the peer's first TLS records, never for data of its secured part.
     *
     * @return completes when the handshake has; fails as it does, and then the stream is closed
     */
    public CompletableFuture<@Nullable Void> secure(SslHandler tls) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        flushed()
                .whenCompleteAsync(
                        (ignored, error) -> {
                            if (error == null) {
                                insert(tls, done);
                            } else {
                                done.completeExceptionally(error);
                            }
                        },
                        channel.eventLoop());
        return done;
    }

    private void insert(SslHandler tls, CompletableFuture<@Nullable Void> done) {
        tls.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                done.complete(null);
            } else {
                done.completeExceptionally(handshake.cause());
                close();
            }
        });
        channel.pipeline().addFirst(tls);
        byte[] received = inbound.poll(Integer.MAX_VALUE);
        if (received != null) {
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(received));
            channel.pipeline().fireChannelReadComplete();
        }
        if (inbound.isEnded()) {
            channel.close();
        } else {
            channel.read();
        }
    }

    /**
     * Gives the channel away: takes this stream out of its pipeline. On the event loop; auto-read stays off.
     *
     * @return bytes received and not taken
     */
    public byte[] detach() {
        channel.pipeline().remove(Handler.class);
        byte[] received = inbound.poll(Integer.MAX_VALUE);
        inbound.end();
        outbound.queue().fail();
        return received == null ? new byte[0] : received;
    }
}
