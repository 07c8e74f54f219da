package io.moongate.web.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/** Waits for the TLS handshake and speaks the protocol that ALPN agreed on: HTTP/2 or HTTP/1.1. */
final class ProtocolChoice extends ChannelInboundHandlerAdapter {

    private static final int STREAMS = 100;

    private final HttpServer server;
    private final SSLEngine engine;

    ProtocolChoice(HttpServer server, SSLEngine engine) {
        this.server = server;
        this.engine = engine;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                choose(context);
            } else {
                context.close();
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void choose(ChannelHandlerContext context) {
        if ("h2".equals(engine.getApplicationProtocol())) {
            speakHttp2(context.channel());
        } else {
            context.channel().config().setAutoRead(false);
            server.install(context.channel(), true);
        }
        context.pipeline().remove(this);
    }

    private void speakHttp2(Channel channel) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(STREAMS)
                .maxHeaderListSize(server.limits().headerBytes());
        long idle = server.limits().idleTime().toSeconds();
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, idle, TimeUnit.SECONDS))
                .addLast(new IdleClose())
                .addLast(Http2FrameCodecBuilder.forServer()
                        .initialSettings(settings)
                        .build())
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.config().setAutoRead(false);
                        stream.pipeline()
                                .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                                .addLast(new HttpConnection(server, true));
                    }
                }));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Closes a connection on which nothing happens. */
    private static final class IdleClose extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent) {
                context.close();
            } else {
                context.fireUserEventTriggered(event);
            }
        }
    }
}
