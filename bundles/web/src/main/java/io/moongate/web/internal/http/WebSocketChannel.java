package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Consumer;

/** A WebSocket that Java code serves, RFC 6455. Thread-safe; frames to a client that does not take them are dropped. */
public final class WebSocketChannel {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FRAME_LIMIT = 65536;
    /** Bytes that may wait for a slow client. */
    private static final int BACKLOG_LIMIT = 1 << 20;

    private final Channel channel;

    private WebSocketChannel(Channel channel) {
        this.channel = channel;
    }

    /**
     * Takes the exchange's connection and answers the handshake.
     *
     * @param received gets the content of frames, on the event loop
     * @param closed told once when the connection is gone
     */
    public static WebSocketChannel accept(
            Exchange exchange, Consumer<byte[]> received, Consumer<WebSocketChannel> closed) {
        Channel channel = exchange.connection().channel();
        WebSocketChannel socket = new WebSocketChannel(channel);
        String key = exchange.header("Sec-WebSocket-Key");
        exchange.connection().release(exchange).whenComplete((rest, error) -> {
            if (error == null && key != null) {
                socket.open(key, rest, received, closed);
            } else {
                channel.close();
            }
        });
        return socket;
    }

    private void open(String key, byte[] rest, Consumer<byte[]> received, Consumer<WebSocketChannel> closed) {
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
        WebSocketDecoderConfig limits = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(FRAME_LIMIT)
                .expectMaskedFrames(true)
                .build();
        channel.pipeline()
                .addLast(new WebSocket13FrameDecoder(limits))
                .addLast(new WebSocket13FrameEncoder(false))
                .addLast(new Frames(received, closed));
        channel.config().setAutoRead(true);
        if (rest.length > 0) {
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(rest));
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a binary frame. */
    public void send(byte[] content) {
        channel.eventLoop().execute(() -> {
            var waiting = channel.unsafe().outboundBuffer();
            if (waiting != null && waiting.totalPendingWriteBytes() < BACKLOG_LIMIT) {
                channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(content)));
            }
        });
    }

    public void close(int code) {
        channel.eventLoop()
                .execute(() -> channel.writeAndFlush(new CloseWebSocketFrame(code, ""))
                        .addListener(ChannelFutureListener.CLOSE));
    }

    private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Consumer<byte[]> received;
        private final Consumer<WebSocketChannel> closed;

        Frames(Consumer<byte[]> received, Consumer<WebSocketChannel> closed) {
            this.received = received;
            this.closed = closed;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            switch (frame) {
                case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                case CloseWebSocketFrame close -> WebSocketChannel.this.close(1000);
                case PongWebSocketFrame pong -> {}
                default -> received.accept(bytes(frame.content()));
            }
        }

        private static byte[] bytes(ByteBuf content) {
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            return bytes;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed.accept(WebSocketChannel.this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
