package io.moongate.net;

import java.util.concurrent.CompletionStage;

/**
 * An object that Lua knows and that holds a live connection a socket may take over: the {@code request} of a page
 * ({@code ba.socket.req2sock}), or an HTTP client ({@code ba.socket.http2sock}). Implemented by the Java object inside
 * the userdata; the socket bundle finds it there.
 */
public interface Takeover {

    /**
     * Takes the connection out of HTTP. What HTTP had accepted for sending (such as a flushed response header) goes out
     * first; HTTP's handlers leave the pipeline, TLS stays in it; auto-read is off; bytes that had arrived and were not
     * consumed are in the result. HTTP never touches the channel afterwards, nor answers the request.
     *
     * @return fails with {@link NetException}: {@code socketclosed} when the connection was taken before, {@code
     *     invalidsocketcon} when there is none that can be taken (not connected, HTTP/2 stream, failed WebSocket handshake)
     */
    CompletionStage<TakenConnection> takeConnection();
}
