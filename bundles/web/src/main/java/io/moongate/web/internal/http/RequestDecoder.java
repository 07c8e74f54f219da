package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/** Netty's decoder, strict where the RFC leaves two readings: such requests are how smuggling is done. */
final class RequestDecoder extends HttpRequestDecoder {

    private final Runnable onBytes;

    RequestDecoder(HttpDecoderConfig config, Runnable onBytes) {
        super(config);
        this.onBytes = onBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        onBytes.run();
        super.decode(ctx, buffer, out);
    }

    /** RFC 9112, 6.1 lets a server choose; the length stays, so that the connection refuses the request. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        // nothing to do: both fields stay
    }
}
