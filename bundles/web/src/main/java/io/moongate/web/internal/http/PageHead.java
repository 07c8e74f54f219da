package io.moongate.web.internal.http;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The head of an answer that knows whether a body follows: HEAD is answered without. */
final class PageHead extends DefaultHttpResponse {

    private final boolean bodiless;

    PageHead(HttpVersion version, HttpResponseStatus status, HttpHeaders headers, boolean bodiless) {
        super(version, status, headers);
        this.bodiless = bodiless;
    }

    boolean isBodiless() {
        return bodiless;
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
