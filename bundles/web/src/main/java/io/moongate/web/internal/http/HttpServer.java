package io.moongate.web.internal.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections share: limits, the clock, and who answers. */
public final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Limits limits;
    private final ExchangeHandler handler;
    private final HttpDates dates = new HttpDates();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    public HttpServer(Limits limits, ExchangeHandler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    public Limits limits() {
        return limits;
    }

    /** Where the work of handshakes is done: a key in a chip takes its time, and event loops must not wait. */
    Executor handshakes() {
        return handshakes;
    }

    HttpDates dates() {
        return dates;
    }

    Set<HttpConnection> connections() {
        return connections;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Connections and streams that are open. */
    public int openConnections() {
        return connections.size();
    }

    /** Puts the handlers of a plain or decrypted HTTP/1 connection into the pipeline. */
    public void install(Channel channel, boolean secure) {
        if (connections.size() >= limits.connections()) {
            LOG.warn("refused a connection: {} are open, the limit", connections.size());
            channel.close();
            return;
        }
        HttpConnection connection = new HttpConnection(this, secure);
        RequestDecoder decoder = new RequestDecoder(decoderConfig(), connection::someBytesCame);
        connection.decodedBy(decoder);
        channel.pipeline()
                .addLast("decoder", decoder)
                .addLast("encoder", new ResponseEncoder())
                .addLast("connection", connection);
    }

    /** Serves HTTP on a connection that was something else until now. @param received the start of the first request */
    public void adopt(Channel channel, byte[] received) {
        channel.eventLoop().execute(() -> {
            install(channel, channel.pipeline().get("tls") != null);
            ChannelHandlerContext decoder = channel.pipeline().context("decoder");
            if (decoder != null && received.length > 0) {
                decode(decoder, received);
            }
        });
    }

    private static void decode(ChannelHandlerContext decoder, byte[] received) {
        try {
            ((RequestDecoder) decoder.handler()).channelRead(decoder, Unpooled.wrappedBuffer(received));
        } catch (Exception e) {
            decoder.fireExceptionCaught(e);
        }
    }

    private HttpDecoderConfig decoderConfig() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(16384)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true);
    }

    /** On the event loop: a request whose head has come. */
    void accept(Exchange exchange) {
        if (exchange.isForm()) {
            readForm(exchange);
        } else if (exchange.method().equals("POST") && lengthOf(exchange) > 0 && exchange.mediaType() == null) {
            answer(exchange, 400);
        } else {
            handle(exchange);
        }
    }

    private static long lengthOf(Exchange exchange) {
        String length = exchange.header("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private void readForm(Exchange exchange) {
        if (lengthOf(exchange) > limits.formBytes()) {
            answer(exchange, 413);
            return;
        }
        exchange.body().readAll(limits.formBytes()).whenComplete((bytes, error) -> {
            if (error == null) {
                exchange.setForm(bytes);
                handle(exchange);
            } else {
                answer(exchange, 413);
            }
        });
    }

    private void handle(Exchange exchange) {
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {}: this is a defect of Moongate, please report it",
                    exchange.method(),
                    exchange.target().path(),
                    e);
            answer(exchange, 500);
        }
    }

    /** Answers with a status and nothing else, and closes. */
    private static void answer(Exchange exchange, int status) {
        Response response = exchange.response();
        response.setStatus(status);
        response.clearKeepAlive();
        response.end();
    }

    /** Closes connections whose clients keep them waiting too long. */
    public void checkTimes() {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.checkTime(now, limits));
    }

    /** No further request on any connection; running ones end. */
    public void stopAccepting() {
        stopping = true;
        connections.forEach(HttpConnection::closeWhenIdle);
    }

    public void closeAll() {
        connections.forEach(HttpConnection::close);
        handshakes.shutdown();
    }
}
