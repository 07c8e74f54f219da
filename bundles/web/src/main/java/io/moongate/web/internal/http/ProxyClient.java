package io.moongate.web.internal.http;

import io.moongate.net.NetLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks another server for one exchange and streams both bodies through, each as fast as its reader takes it. */
public final class ProxyClient {

    private static final int CONNECT_MILLIS = 5000;
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-connection");

    /** The server behind. */
    public record Backend(String host, int port) {

        private static final Pattern FORM =
                Pattern.compile("([A-Za-z0-9.-]{1,255}|\\[[0-9a-fA-F:.]{2,45}\\])(?::(\\d{1,5}))?");

        /** Reads {@code host[:port]}. */
        public static Optional<Backend> parse(String text) {
            Matcher found = FORM.matcher(text);
            if (!found.matches()) {
                return Optional.empty();
            }
            int port = found.group(2) == null ? 80 : Integer.parseInt(found.group(2));
            String host = found.group(1).replaceAll("[\\[\\]]", "");
            return port > 0 && port < 65536 ? Optional.of(new Backend(host, port)) : Optional.empty();
        }
    }

    private final NetLoops loops;
    private final Exchange exchange;
    private final Backend backend;
    private final String target;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    public ProxyClient(NetLoops loops, Exchange exchange, Backend backend, String target) {
        this.loops = loops;
        this.exchange = exchange;
        this.backend = backend;
        this.target = target;
    }

    public static boolean isUpgrade(Exchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.header("Upgrade"));
    }

    /** Completes when the answer is through; fails when there is none. */
    public CompletionStage<@Nullable Void> run() {
        connect(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpClientCodec()).addLast(new Answer());
            }
        });
        return done;
    }

    private void connect(ChannelInitializer<Channel> initializer) {
        loops.resolve(backend.host(), false)
                .exceptionallyCompose(error -> loops.resolve(backend.host(), true))
                .whenComplete((address, error) -> {
                    if (error != null) {
                        done.completeExceptionally(error);
                    } else {
                        connect(initializer, address);
                    }
                });
    }

    private void connect(ChannelInitializer<Channel> initializer, InetAddress address) {
        Bootstrap bootstrap = loops.client(address instanceof java.net.Inet6Address);
        bootstrap
                .handler(initializer)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .connect(new InetSocketAddress(address, backend.port()))
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        done.completeExceptionally(connected.cause());
                    }
                });
    }

    private HttpRequest request() {
        HttpRequest request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(exchange.method()), target);
        HttpHeaders headers = request.headers();
        exchange.head().headers().forEach(field -> {
            if (!HOP_BY_HOP.contains(field.getKey().toLowerCase(Locale.ROOT))
                    && !field.getKey().equalsIgnoreCase("Expect")) {
                headers.add(field.getKey(), field.getValue());
            }
        });
        headers.set("Host", backend.host());
        if (headers.contains("Referer")) {
            headers.set("Referer", "http://" + backend.host() + target);
        }
        headers.set("X-Forwarded-For", exchange.peer().getAddress().getHostAddress());
        headers.set("X-Forwarded-Proto", exchange.isSecure() ? "https" : "http");
        headers.set("Connection", "close");
        return request;
    }

    /** The answer of the other server, as it comes. */
    private final class Answer extends ChannelInboundHandlerAdapter {

        private boolean begun;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(request());
            byte[] form = exchange.form();
            if (form != null) {
                context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(form)));
            }
            sendBody(context);
            context.read();
        }

        private void sendBody(ChannelHandlerContext context) {
            exchange.body().read().whenComplete((bytes, error) -> {
                if (error != null) {
                    fail(context, error);
                } else if (bytes.length == 0) {
                    context.writeAndFlush(new DefaultLastHttpContent());
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

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpResponse head && head.status().code() >= 200) {
                    begin(head);
                }
                if (message instanceof HttpContent content && !done.isDone()) {
                    pass(context, content);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void begin(HttpResponse head) {
            begun = true;
            Response response = exchange.response();
            response.setStatus(head.status().code());
            head.headers().forEach(field -> {
                String name = field.getKey().toLowerCase(Locale.ROOT);
                if (name.equals("content-length")) {
                    response.setContentLength(Long.parseLong(field.getValue()));
                } else if (!HOP_BY_HOP.contains(name) && !name.equals("date")) {
                    response.headers().add(field.getKey(), field.getValue());
                }
            });
        }

        private void pass(ChannelHandlerContext context, HttpContent content) {
            ByteBuf data = content.content();
            byte[] bytes = new byte[data.readableBytes()];
            data.readBytes(bytes);
            boolean last = content instanceof LastHttpContent;
            exchange.response().write(bytes, 0, bytes.length).whenComplete((sent, gone) -> {
                if (gone != null) {
                    fail(context, gone);
                } else if (last) {
                    done.complete(null);
                    context.close();
                } else {
                    context.read();
                }
            });
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (begun && !done.isDone()) {
                exchange.response().flush().exceptionally(gone -> null);
            } else {
                context.read();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            done.completeExceptionally(new ClientGone());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(context, cause);
        }

        private void fail(ChannelHandlerContext context, Throwable cause) {
            done.completeExceptionally(cause);
            context.close();
        }
    }

    // --- tunnels

    /** Joins the client's connection with one to the other server: for WebSocket, whose handshake passes as it is. */
    public void tunnel() {
        exchange.connection().release(exchange).whenComplete((rest, error) -> {
            if (error == null) {
                Channel client = exchange.connection().channel();
                connect(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel server) {
                        server.pipeline().addLast(new Opening(client, rest));
                    }
                });
                done.exceptionally(failed -> {
                    client.close();
                    return null;
                });
            }
        });
    }

    private byte[] handshake() {
        StringBuilder text = new StringBuilder(exchange.method() + " " + target + " HTTP/1.1\r\n");
        exchange.head().headers().forEach(field -> {
            String value = field.getKey().equalsIgnoreCase("Host") ? backend.host() : field.getValue();
            text.append(field.getKey()).append(": ").append(value).append("\r\n");
        });
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class Opening extends ChannelInboundHandlerAdapter {
        private final Channel client;
        private final byte[] rest;

        Opening(Channel client, byte[] rest) {
            this.client = client;
            this.rest = rest;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel server = context.channel();
            server.pipeline().addLast(new Pipe(client)).remove(this);
            client.pipeline().addLast(new Pipe(server));
            server.writeAndFlush(Unpooled.wrappedBuffer(handshake(), rest));
            server.read();
            client.read();
        }
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
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
