package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks another server for one exchange and streams both bodies through, each as fast as its reader takes it. */
public final class ProxyClient {

    private static final int LINE_BYTES = 8192;
    private static final int HEADER_BYTES = 65536;
    private static final int CHUNK_BYTES = 16384;
    /** Asked again on a new connection when a kept one turns out to be closed. */
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");

    private final BackendConnections connections;
    private final Exchange exchange;
    private final Backend backend;
    private final String target;
    private final ProxyRules rules;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    public ProxyClient(
            BackendConnections connections, Exchange exchange, Backend backend, String target, ProxyRules rules) {
        this.connections = connections;
        this.exchange = exchange;
        this.backend = backend;
        this.target = target;
        this.rules = rules;
    }

    /** Completes when the answer is through; fails when there is none. */
    public CompletionStage<@Nullable Void> run() {
        if (REPEATABLE.contains(exchange.method()) && !exchange.hasBody()) {
            connections.take(backend).ifPresentOrElse(this::reuse, this::connect);
        } else {
            connect();
        }
        return done;
    }

    private void reuse(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isActive()) {
                channel.pipeline().removeLast();
                channel.pipeline().addLast(new Answer(true));
            } else {
                connect();
            }
        });
    }

    private void connect() {
        connections.open(backend).whenComplete((channel, error) -> {
            if (error != null) {
                done.completeExceptionally(error);
            } else {
                channel.pipeline()
                        .addLast(new HttpClientCodec(LINE_BYTES, HEADER_BYTES, CHUNK_BYTES))
                        .addLast(new Answer(false));
            }
        });
    }

    /** One request on a connection and the answer to it, as it comes. */
    private final class Answer extends ChannelInboundHandlerAdapter {

        private final boolean reused;
        private final AtomicInteger unsent = new AtomicInteger();
        private @Nullable ChannelFutureListener clientGone;
        private boolean requestSent;
        private boolean begun;
        private boolean keepAlive;

        Answer(boolean reused) {
            this.reused = reused;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            clientGone = closed -> context.close();
            exchange.connection().channel().closeFuture().addListener(clientGone);
            context.writeAndFlush(ProxyHead.request(exchange, backend, target, rules));
            byte[] form = exchange.form();
            if (form != null) {
                context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(form)));
            }
            if (exchange.hasBody()) {
                sendBody(context);
            } else {
                endRequest(context);
            }
            context.read();
        }

        private void sendBody(ChannelHandlerContext context) {
            exchange.body().read().whenComplete((bytes, error) -> {
                if (error != null) {
                    fail(context, error);
                } else if (bytes.length == 0) {
                    context.executor().execute(() -> endRequest(context));
                } else {
                    context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                            .addListener(sent -> {
                                if (sent.isSuccess()) {
                                    sendBody(context);
                                }
                            });
                }
            });
        }

        private void endRequest(ChannelHandlerContext context) {
            requestSent = true;
            context.writeAndFlush(new DefaultLastHttpContent());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpObject object
                        && object.decoderResult().isFailure()) {
                    fail(context, object.decoderResult().cause());
                    return;
                }
                if (message instanceof HttpResponse head && head.status().code() >= 200) {
                    begun = true;
                    keepAlive = HttpUtil.isKeepAlive(head);
                    ProxyHead.answer(head, exchange.response(), rules);
                }
                if (message instanceof HttpContent content && begun && !done.isDone()) {
                    pass(context, content);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void pass(ChannelHandlerContext context, HttpContent content) {
            ByteBuf data = content.content();
            byte[] bytes = new byte[data.readableBytes()];
            data.readBytes(bytes);
            boolean last = content instanceof LastHttpContent;
            unsent.incrementAndGet();
            exchange.response().write(bytes, 0, bytes.length).whenComplete((sent, gone) -> {
                if (gone != null) {
                    fail(context, gone);
                } else if (last) {
                    context.executor().execute(() -> finish(context));
                } else if (unsent.decrementAndGet() == 0) {
                    context.read();
                }
            });
        }

        private void finish(ChannelHandlerContext context) {
            leave();
            if (keepAlive && requestSent) {
                context.pipeline().remove(this);
                connections.keep(backend, context.channel());
            } else {
                context.close();
            }
            done.complete(null);
        }

        private void leave() {
            if (clientGone != null) {
                exchange.connection().channel().closeFuture().removeListener(clientGone);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (begun && !done.isDone()) {
                exchange.response().flush().exceptionally(gone -> null);
            }
            if (unsent.get() == 0) {
                context.read();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (reused && !begun && exchange.connection().channel().isActive()) {
                leave();
                connect();
            } else {
                fail(context, new IOException(backend + " closed the connection before its answer was whole"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!reused || begun) {
                fail(context, cause);
            }
            context.close();
        }

        private void fail(ChannelHandlerContext context, Throwable cause) {
            leave();
            done.completeExceptionally(cause);
            context.close();
        }
    }
}
