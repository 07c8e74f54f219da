package io.moongate.net.internal;

import io.moongate.net.TransportOptions;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** The JDK's own selectors: works everywhere. */
final class NioTransport {
    private NioTransport() {}

    static Transport create() {
        SelectorProvider provider = SelectorProvider.provider();
        return new Transport(
                "nio",
                NioIoHandler.newFactory(),
                family -> new NioSocketChannel(provider, family),
                family -> new NioServerSocketChannel(provider, family),
                NioServerSocketChannel::new,
                NioDatagramChannel::new,
                new TransportOptions(
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                        Optional.empty()));
    }
}
