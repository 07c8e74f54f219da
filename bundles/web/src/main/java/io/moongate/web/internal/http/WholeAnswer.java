package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;

/** A small answer that is known from its head to its end, so that it can be encoded and written at once. */
final class WholeAnswer extends DefaultFullHttpResponse {

    WholeAnswer(PageHead head, ByteBuf data) {
        super(head.protocolVersion(), head.status(), data, head.headers(), EmptyHttpHeaders.INSTANCE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
