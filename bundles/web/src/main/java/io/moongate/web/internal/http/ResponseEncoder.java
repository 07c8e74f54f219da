package io.moongate.web.internal.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's encoder, told by the head whether there is a body. */
final class ResponseEncoder extends HttpResponseEncoder {

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return response instanceof PageHead head ? head.isBodiless() : super.isContentAlwaysEmpty(response);
    }
}
