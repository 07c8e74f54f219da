package io.moongate.net.internal;

import io.moongate.net.TransportOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /** Makes channels of one address family. */
    interface OfFamily<C extends Channel> {
        C create(SocketProtocolFamily family);
    }

    /** The fastest one that works here; the log says which, and why a slower one is in use. */
    static Transport best() {
        Optional<Throwable> obstacle = epollObstacle();
        obstacle.ifPresentOrElse(
                cause -> LOG.info("network transport: nio, as epoll is not available: {}", reason(cause)),
                () -> LOG.info("network transport: epoll"));
        return obstacle.isEmpty() ? EpollTransport.create() : NioTransport.create();
    }

    /** Epoll is optional: neither its classes nor its native library need be there. */
    private static Optional<Throwable> epollObstacle() {
        try {
            return EpollTransport.obstacle();
        } catch (NoClassDefFoundError e) {
            return Optional.of(e);
        }
    }

    private static String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
