package io.moongate.net.internal;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;

/** Linux's epoll through Netty's native library. Apart, so that nothing else needs its classes. */
final class EpollTransport {
    private EpollTransport() {}

    static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    static Transport create() {
        return new Transport(
                "epoll",
                EpollIoHandler.newFactory(),
                EpollSocketChannel::new,
                EpollServerSocketChannel::new,
                EpollServerSocketChannel::new,
                EpollDatagramChannel::new);
    }
}
