package io.moongate.web.internal;

/** Takes what a page writes before it reaches the response. */
interface ResponseFilter {

    void write(byte[] bytes, int offset, int length);
}
