package io.moongate.web.internal.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** Joins a client's connection with one to another server: for WebSocket, whose handshake passes as it is. */
public final class ProxyTunnel {

    private final Channel server;

    private ProxyTunnel(Channel server) {
        this.server = server;
    }

    public static boolean isUpgrade(Exchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.header("Upgrade"));
    }

    /** Connects to the other server. */
    public static CompletionStage<ProxyTunnel> open(BackendConnections connections, Backend backend) {
        return connections.open(backend).thenApply(ProxyTunnel::new);
    }

    /** Takes the client's connection out of HTTP and passes bytes both ways until one side closes. */
    public void join(Exchange exchange, Backend backend, String target, ProxyRules rules) {
        byte[] handshake = ProxyHead.upgrade(exchange, backend, target, rules).getBytes(StandardCharsets.ISO_8859_1);
        exchange.connection().release(exchange).whenComplete((rest, error) -> {
            if (error != null) {
                server.close();
            } else {
                join(exchange.connection().channel(), handshake, rest);
            }
        });
    }

    private void join(Channel client, byte[] handshake, byte[] rest) {
        server.pipeline().addLast(new Pipe(client));
        client.pipeline().addLast(new Pipe(server));
        server.writeAndFlush(Unpooled.wrappedBuffer(handshake, rest));
        server.read();
        client.read();
        client.closeFuture().addListener(closed -> server.close());
        server.closeFuture().addListener(closed -> client.close());
    }

    /** Passes bytes to the other side and reads on when they are out. */
    private static final class Pipe extends ChannelInboundHandlerAdapter {
        private final Channel other;

        Pipe(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.writeAndFlush(message).addListener(sent -> {
                if (sent.isSuccess()) {
                    context.read();
                } else {
                    context.close();
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
