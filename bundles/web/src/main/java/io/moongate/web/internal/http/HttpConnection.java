package io.moongate.web.internal.http;

import io.moongate.net.tls.TlsPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, or one stream of an HTTP/2 connection: takes its requests one after the other, keeps what is pipelined
 * behind them, and stops reading from a client that sends faster than its requests are answered.
 */
public final class HttpConnection extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final CompletionStage<@Nullable Void> DONE = CompletableFuture.completedFuture(null);
    /** Unread bytes of a body, or of pipelined requests, at which reading stops. */
    private static final int READ_AHEAD_BYTES = 65536;

    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "REPORT",
            "SEARCH",
            "ACL",
            "MKCALENDAR");

    private static final int HOLD_MILLIS = 20;

    private enum Waiting {
        /** For the first byte of a request. */
        IDLE,
        /** For the end of a header. */
        HEADER,
        /** For the rest of a body, or for the client to take the answer. */
        CLIENT,
        /** For the server. */
        SERVER
    }

    private final HttpServer server;
    private final boolean secure;
    private final Queue<HttpObject> queue = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable RequestDecoder decoder;
    private @Nullable PageHead held;
    private long queuedBytes;
    private @Nullable Exchange current;
    private boolean responseEnded;
    private @Nullable ChannelFuture lastWritten;
    private volatile @Nullable FileRegion sending;
    private long unsent;
    private boolean closing;
    private volatile @Nullable CompletableFuture<@Nullable Void> writable;
    private volatile Waiting waiting = Waiting.IDLE;
    private volatile long since = System.nanoTime();

    HttpConnection(HttpServer server, boolean secure) {
        this.server = server;
        this.secure = secure;
    }

    /** The decoder in front, which this connection lets go on. Streams of HTTP/2 have none. */
    void decodedBy(RequestDecoder inFront) {
        decoder = inFront;
    }

    public Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        if (ctx == null) {
            throw new IllegalStateException("connection is not open");
        }
        return ctx;
    }

    public boolean isSecure() {
        return secure;
    }

    /** What is known of the client's side of TLS; empty on plain connections. */
    public Optional<TlsPeer> tlsPeer() {
        TlsInfo info = transport().attr(TlsInfo.KEY).get();
        return info == null ? Optional.empty() : Optional.of(info.peer());
    }

    InetSocketAddress peer() {
        return address(transport().remoteAddress());
    }

    InetSocketAddress local() {
        return address(transport().localAddress());
    }

    /** The channel of the connection, also for a stream of HTTP/2. */
    public Channel transport() {
        Channel channel = channel();
        return channel.parent() != null && channel.parent().remoteAddress() != null && channel.remoteAddress() == null
                ? channel.parent()
                : channel;
    }

    private static InetSocketAddress address(java.net.@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet : new InetSocketAddress("0.0.0.0", 0);
    }

    // --- life

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        server.connections().add(this);
        if (context.channel().isActive()) {
            context.read();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        server.connections().remove(this);
        queue.forEach(ReferenceCountUtil::release);
        queue.clear();
    }

    private void gone() {
        server.connections().remove(this);
        Exchange exchange = current;
        if (exchange != null) {
            exchange.body().fail(new BodyException(BodyException.CLOSED, "client closed the connection"));
        }
        CompletableFuture<@Nullable Void> waiter = writable;
        if (waiter != null) {
            waiter.completeExceptionally(new ClientGone());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection from {} ends: {}", peer(), cause.toString());
        context.close();
    }

    /** Closes the connection when the client keeps it waiting too long; called about once a second. */
    void checkTime(long now, Limits limits) {
        if (waiting == Waiting.CLIENT && tookSome()) {
            since = now;
        }
        long nanos = now - since;
        switch (waiting) {
            case IDLE -> closeAfter(nanos, limits.idleTime().toNanos());
            case HEADER -> closeAfter(nanos, limits.headerTime().toNanos());
            case CLIENT -> closeAfter(nanos, limits.bodyTime().toNanos());
            case SERVER -> {}
        }
    }

    /** Whether the client took a part of the answer since this was asked the last time. */
    private boolean tookSome() {
        FileRegion file = sending;
        long rest = channel().bytesBeforeWritable() - (file == null ? 0 : file.transferred());
        boolean less = rest != unsent;
        unsent = rest;
        return less;
    }

    private void closeAfter(long nanos, long limit) {
        if (nanos > limit) {
            close();
        }
    }

    private void wait(Waiting what) {
        waiting = what;
        since = System.nanoTime();
    }

    // --- reading

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpObject object) || closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        queue.add(object);
        queuedBytes += size(object);
        pump();
    }

    private static int size(HttpObject object) {
        return object instanceof HttpContent content ? content.content().readableBytes() : 512;
    }

    /** A byte came that is not yet a whole header. */
    void someBytesCame() {
        if (waiting == Waiting.IDLE) {
            wait(Waiting.HEADER);
        } else if (waiting == Waiting.CLIENT) {
            wait(Waiting.CLIENT);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readMore();
    }

    private void readMore() {
        Exchange exchange = current;
        long unread = queuedBytes
                + (exchange == null ? 0 : exchange.body().queued())
                + (decoder == null ? 0 : decoder.undecoded());
        if (unread < READ_AHEAD_BYTES && ctx != null) {
            ctx.read();
        }
    }

    private void pump() {
        while (!queue.isEmpty() && !closing) {
            HttpObject next = queue.element();
            if (next instanceof HttpRequest && current != null) {
                return;
            }
            queue.remove();
            queuedBytes -= size(next);
            take(next);
        }
    }

    private void take(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                malformed(object.decoderResult().cause());
                return;
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            Exchange exchange = current;
            if (object instanceof HttpContent content && exchange != null) {
                exchange.body().offer(content.content());
                if (object instanceof LastHttpContent) {
                    exchange.body().end();
                    bodyEnded();
                }
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    /** Nothing can be added to an answer that has begun. */
    private void malformed(Throwable cause) {
        Exchange exchange = current;
        if (exchange != null && exchange.response().isCommitted()) {
            closing = true;
            close();
        } else {
            refuse(statusOf(cause));
        }
    }

    private static HttpResponseStatus statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException e -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private void begin(HttpRequest request) {
        wait(Waiting.SERVER);
        HttpHeaders headers = request.headers();
        if (!METHODS.contains(request.method().name())) {
            refuse(HttpResponseStatus.METHOD_NOT_ALLOWED);
            return;
        }
        Optional<Target> target = Target.parse(request.uri());
        boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isWellFormed(request, http11)) {
            refuse(HttpResponseStatus.BAD_REQUEST);
        } else if (tooLarge(headers)) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else if (!expectationKnown(headers)) {
            refuse(HttpResponseStatus.EXPECTATION_FAILED);
        } else if (target.isEmpty()) {
            refuse(HttpResponseStatus.NOT_FOUND);
        } else {
            open(request, target.get(), http11);
        }
    }

    private boolean tooLarge(HttpHeaders headers) {
        String length = headers.get("Content-Length");
        return length != null && Long.parseLong(length) > server.limits().bodyBytes();
    }

    private static boolean expectationKnown(HttpHeaders headers) {
        String expect = headers.get("Expect");
        return expect == null || expect.equalsIgnoreCase("100-continue");
    }

    /** What RFC 9112 requires, and nothing that two servers could understand differently. */
    private static boolean isWellFormed(HttpRequest request, boolean http11) {
        HttpHeaders headers = request.headers();
        if (!http11 && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return false;
        }
        int hosts = headers.getAll("Host").size();
        if (hosts > 1 || (http11 && hosts == 0)) {
            return false;
        }
        String host = headers.get("Host");
        if (host != null && !isHost(host)) {
            return false;
        }
        var codings = headers.getAll("Transfer-Encoding");
        var lengths = headers.getAll("Content-Length");
        if (!codings.isEmpty()) {
            return http11 && codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked") && lengths.isEmpty();
        }
        return lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.getFirst()));
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isHost(String host) {
        return host.length() <= 260
                && host.chars().allMatch(c -> c > 32 && c < 127 && "/\\\"<>@?#{}|^`,".indexOf(c) < 0);
    }

    private void open(HttpRequest request, Target target, boolean http11) {
        boolean keepAlive = isKeptAlive(request.headers(), http11) && !server.isStopping();
        String method = request.method().name();
        RequestBody body = new RequestBody(server.limits().bodyBytes(), this::bodyRead);
        Response response = new Response(new ChannelWire(), server.dates(), method.equals("HEAD"), !http11, keepAlive);
        Exchange exchange = new Exchange(this, request, target, body, response);
        current = exchange;
        responseEnded = false;
        server.accept(exchange);
    }

    private static boolean isKeptAlive(HttpHeaders headers, boolean http11) {
        if (headers.containsValue("Connection", "close", true)) {
            return false;
        }
        return http11 || headers.containsValue("Connection", "keep-alive", true);
    }

    /** On a strand: somebody reads the body. */
    private void bodyRead() {
        channel().eventLoop().execute(this::wantMore);
    }

    private void wantMore() {
        Exchange exchange = current;
        if (exchange == null || exchange.body().isEnded()) {
            return;
        }
        wait(Waiting.CLIENT);
        if (exchange.head().headers().contains("Expect")) {
            exchange.head().headers().remove("Expect");
            if (exchange.body().received() == 0 && !exchange.response().isCommitted()) {
                context()
                        .writeAndFlush(new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1,
                                HttpResponseStatus.CONTINUE,
                                io.netty.buffer.Unpooled.EMPTY_BUFFER));
            }
        }
        readMore();
    }

    private void bodyEnded() {
        wait(Waiting.SERVER);
        if (responseEnded) {
            next();
        }
    }

    // --- answering

    /** Answers what never became an exchange, and closes. */
    private void refuse(HttpResponseStatus status) {
        closing = true;
        String text = status.code() + " " + status.reasonPhrase() + "\n";
        ByteBuf body = io.netty.buffer.Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers().set("Content-Type", "text/plain").set("Content-Length", body.readableBytes());
        answer.headers().set("Connection", "close").set("Date", server.dates().now());
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            answer.headers().set("Allow", "GET, HEAD, OPTIONS, POST, PUT, DELETE, PATCH");
        }
        context().writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        sendHeld(context);
        if (message instanceof LastHttpContent && current != null) {
            lastWritten = promise;
        }
        context.write(message, promise);
    }

    private void sendHeld(ChannelHandlerContext context) {
        PageHead head = held;
        if (head != null) {
            held = null;
            context.write(head);
        }
    }

    /** Holds a head back for a moment: it says how the body is framed, unless the page takes the connection instead. */
    private void hold(PageHead head) {
        held = head;
        channel().eventLoop().schedule(this::releaseHeld, HOLD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void releaseHeld() {
        if (held != null && ctx != null) {
            sendHeld(ctx);
            ctx.flush();
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        ChannelFuture last = lastWritten;
        if (last == null) {
            return;
        }
        lastWritten = null;
        if (last.isDone()) {
            answered();
        } else {
            wait(Waiting.CLIENT);
            last.addListener(written -> answered());
        }
    }

    /** The client has the answer, or is gone: no further request is taken before, so that answers cannot pile up. */
    private void answered() {
        sending = null;
        Exchange exchange = current;
        if (exchange == null || !channel().isActive()) {
            return;
        }
        responseEnded = true;
        RequestBody body = exchange.body();
        if (body.isEnded()) {
            next();
        } else if (exchange.head().headers().contains("Expect")
                || body.received() > server.limits().skipBytes()) {
            close();
        } else {
            body.discard();
            wait(Waiting.CLIENT);
            readMore();
        }
    }

    private void next() {
        current = null;
        wait(Waiting.IDLE);
        pump();
        resumeDecoder();
        readMore();
    }

    private void resumeDecoder() {
        ChannelHandlerContext place =
                decoder == null ? null : channel().pipeline().context(decoder);
        if (decoder != null && place != null && current == null) {
            try {
                decoder.resume(place);
            } catch (Exception e) {
                exceptionCaught(context(), e);
            }
        }
    }

    // --- giving the connection away

    /**
     * Takes the connection out of HTTP: what was written goes out, HTTP's handlers leave the pipeline.
     *
     * @return on the event loop: bytes that had come and belong to the new owner
     */
    public CompletionStage<byte[]> release(Exchange exchange) {
        var released = new CompletableFuture<byte[]>();
        channel().eventLoop().execute(() -> release(exchange, released));
        return released;
    }

    private void release(Exchange exchange, CompletableFuture<byte[]> released) {
        RequestDecoder inFront = decoder;
        if (inFront == null || current != exchange || !channel().isActive()) {
            released.completeExceptionally(new ClientGone());
            return;
        }
        PageHead head = held;
        held = null;
        if (head != null) {
            head.headers().remove("Transfer-Encoding");
            context().write(head);
        }
        context().flush();
        byte[] rest = inFront.takeUndecoded();
        current = null;
        closing = true;
        channel().config().setAutoRead(false);
        channel().pipeline().remove("decoder");
        channel().pipeline().remove("encoder");
        channel().pipeline().remove(this);
        released.complete(rest);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        CompletableFuture<@Nullable Void> waiter = writable;
        if (waiter != null && context.channel().isWritable()) {
            writable = null;
            wait(Waiting.SERVER);
            waiter.complete(null);
        }
        context.fireChannelWritabilityChanged();
    }

    private CompletionStage<@Nullable Void> whenWritable() {
        Channel channel = channel();
        if (channel.isWritable() || !channel.isActive()) {
            return DONE;
        }
        var waiter = new CompletableFuture<@Nullable Void>();
        channel.eventLoop().execute(() -> awaitWritable(waiter));
        return waiter;
    }

    private void awaitWritable(CompletableFuture<@Nullable Void> waiter) {
        if (!channel().isActive()) {
            waiter.completeExceptionally(new ClientGone());
        } else if (channel().isWritable()) {
            waiter.complete(null);
        } else {
            wait(Waiting.CLIENT);
            writable = bothWaiting(writable, waiter);
        }
    }

    /** A proxy may write again before its last write was taken. */
    private static CompletableFuture<@Nullable Void> bothWaiting(
            @Nullable CompletableFuture<@Nullable Void> before, CompletableFuture<@Nullable Void> next) {
        if (before != null && !before.isDone()) {
            next.whenComplete((taken, gone) -> {
                if (gone == null) {
                    before.complete(null);
                } else {
                    before.completeExceptionally(gone);
                }
            });
        }
        return next;
    }

    void close() {
        channel().close();
    }

    /** Lets a running exchange end, then closes. */
    void closeWhenIdle() {
        channel().eventLoop().execute(() -> {
            if (current == null) {
                close();
            }
        });
    }

    /** The response's side of the channel. */
    private final class ChannelWire implements Wire {

        @Override
        public void head(PageHead head) {
            channel().write(head);
        }

        @Override
        public void holdHead(PageHead head) {
            if (channel().eventLoop().inEventLoop()) {
                hold(head);
            } else {
                channel().eventLoop().execute(() -> hold(head));
            }
        }

        @Override
        public CompletionStage<@Nullable Void> write(ByteBuf data) {
            if (!channel().isActive()) {
                data.release();
                return CompletableFuture.failedFuture(new ClientGone());
            }
            channel().writeAndFlush(new DefaultHttpContent(data));
            return whenWritable();
        }

        @Override
        public CompletionStage<@Nullable Void> flush() {
            channel().flush();
            return whenWritable();
        }

        @Override
        public boolean takesFiles() {
            return !secure && channel() instanceof io.netty.channel.socket.SocketChannel;
        }

        @Override
        public void file(PageHead head, FileChannel file, long offset, long length, boolean keepAlive) {
            FileRegion region = new DefaultFileRegion(file, offset, length);
            sending = region;
            channel().eventLoop().execute(() -> {
                channel().write(head);
                channel().write(region);
                closeUnless(keepAlive, channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            });
        }

        @Override
        public void end(boolean keepAlive) {
            closeUnless(keepAlive, channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        }

        @Override
        public void whole(PageHead head, ByteBuf data, boolean keepAlive) {
            closeUnless(keepAlive, channel().writeAndFlush(new WholeAnswer(head, data)));
        }

        private void closeUnless(boolean keepAlive, ChannelFuture written) {
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void close() {
            HttpConnection.this.close();
        }

        @Override
        public boolean isOpen() {
            return channel().isActive();
        }

        @Override
        public void setNoDelay(boolean on) {
            transport().config().setOption(ChannelOption.TCP_NODELAY, on);
        }
    }
}
