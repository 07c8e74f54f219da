package io.moongate.net.internal;

import io.moongate.net.TransportOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/**
 * A way to do I/O.
 *
 * @param name what listings call it
 */
record Transport(
        String name,
        IoHandlerFactory handler,
        OfFamily<SocketChannel> socket,
        OfFamily<ServerSocketChannel> server,
        ChannelFactory<ServerSocketChannel> dualServer,
        OfFamily<DatagramChannel> datagram,
        TransportOptions options) {

    /** Makes channels of one address family. */
    interface OfFamily<C extends Channel> {
        C create(SocketProtocolFamily family);
    }

    /** The fastest one that works here. */
    static Transport best() {
        return epollWorks() ? EpollTransport.create() : NioTransport.create();
    }

    /** Epoll is optional: neither its classes nor its native library need be there. */
    private static boolean epollWorks() {
        try {
            return EpollTransport.isAvailable();
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }
}
