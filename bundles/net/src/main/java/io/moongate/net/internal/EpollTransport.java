package io.moongate.net.internal;

import io.moongate.net.TransportOptions;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.Optional;

/** Linux's epoll through Netty's native library. Apart, so that nothing else needs its classes. */
final class EpollTransport {
    /** Linux's numbers, from asm-generic/socket.h. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_DONTROUTE = 5;

    private EpollTransport() {}

    /** Why it cannot be used; empty when it can. */
    static Optional<Throwable> obstacle() {
        return Optional.ofNullable(Epoll.unavailabilityCause());
    }

    static Transport create() {
        return new Transport(
                "epoll",
                EpollIoHandler.newFactory(),
                EpollSocketChannel::new,
                EpollServerSocketChannel::new,
                EpollServerSocketChannel::new,
                EpollDatagramChannel::new,
                new TransportOptions(
                        EpollChannelOption.TCP_KEEPIDLE,
                        EpollChannelOption.TCP_KEEPINTVL,
                        Optional.of(new IntegerUnixChannelOption("SO_DONTROUTE", SOL_SOCKET, SO_DONTROUTE))));
    }
}
