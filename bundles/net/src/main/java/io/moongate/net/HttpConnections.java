package io.moongate.net;

import io.netty.channel.Channel;

/** The HTTP server as one that connections can be given to: {@code ba.socket.sock2req}. An OSGi service of the web bundle. */
public interface HttpConnections {

    /**
     * Serves HTTP on a connection that until now was a socket of Lua.
     *
     * @param channel with nothing but TLS in its pipeline and auto-read off; the HTTP server owns it from now on
     * @param received bytes already read, the start of the first request
     */
    void adopt(Channel channel, byte[] received);
}
