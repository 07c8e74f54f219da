package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Netty's decoder, strict where the RFC leaves two readings: such requests are how smuggling is done. */
final class RequestDecoder extends HttpRequestDecoder {

    private final Runnable onBytes;
    private boolean paused;

    RequestDecoder(HttpDecoderConfig config, Runnable onBytes) {
        super(config);
        this.onBytes = onBytes;
    }

    /** One request at a time: what follows stays undecoded until {@link #resume}, for it may belong to somebody else. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (!paused) {
            onBytes.run();
            super.decode(ctx, buffer, out);
            paused = !out.isEmpty() && out.getLast() instanceof LastHttpContent;
        }
    }

    /** Goes on with what came meanwhile. */
    void resume(ChannelHandlerContext ctx) throws Exception {
        paused = false;
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
    }

    /** Bytes that came and are not decoded. */
    int undecoded() {
        return actualReadableBytes();
    }

    /** Takes the bytes that are not decoded. */
    byte[] takeUndecoded() {
        byte[] rest = new byte[actualReadableBytes()];
        internalBuffer().readBytes(rest);
        return rest;
    }

    /** The name of the protocol is written in capitals (RFC 9112, 2.3), and a target has no control characters. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!initialLine[2].startsWith("HTTP/") || hasControls(initialLine[1])) {
            throw new IllegalArgumentException("malformed request line");
        }
        return super.createMessage(initialLine);
    }

    private static boolean hasControls(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) == 127) {
                return true;
            }
        }
        return false;
    }

    /** RFC 9112, 6.1 lets a server choose; the length stays, so that the connection refuses the request. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        // nothing to do: both fields stay
    }
}
