package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Netty's encoder, told by the head whether there is a body. A whole answer becomes one buffer, and so one write. */
final class ResponseEncoder extends HttpResponseEncoder {

    /** What a head usually takes. */
    private static final int HEAD_BYTES = 384;

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return response instanceof PageHead head ? head.isBodiless() : super.isContentAlwaysEmpty(response);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Object message, List<Object> out) throws Exception {
        if (message instanceof WholeAnswer answer) {
            out.add(encode(ctx, answer));
        } else {
            super.encode(ctx, message, out);
        }
    }

    private ByteBuf encode(ChannelHandlerContext ctx, WholeAnswer answer) throws Exception {
        ByteBuf body = answer.content();
        try {
            ByteBuf buffer = ctx.alloc().ioBuffer(HEAD_BYTES + body.readableBytes());
            encodeInitialLine(buffer, answer);
            encodeHeaders(answer.headers(), buffer);
            line(buffer, "");
            if (HttpUtil.isTransferEncodingChunked(answer)) {
                line(buffer, Integer.toHexString(body.readableBytes()));
                line(buffer.writeBytes(body), "");
                line(buffer, "0");
                line(buffer, "");
            } else {
                buffer.writeBytes(body);
            }
            return buffer;
        } finally {
            answer.release();
        }
    }

    private static void line(ByteBuf buffer, String text) {
        buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
        buffer.writeByte('\r').writeByte('\n');
    }
}
