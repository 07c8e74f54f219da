package io.moongate.net.internal;

import io.moongate.net.NetLoops;
import io.moongate.net.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/** What there is to open on the event loops of a group. */
abstract class GroupLoops implements NetLoops {

    /** Connections that the kernel keeps until they are accepted. */
    private static final int BACKLOG = 4096;

    private final Transport transport;
    private final HostResolver resolver;

    GroupLoops(Transport transport, HostResolver resolver) {
        this.transport = transport;
        this.resolver = resolver;
    }

    /** Other loops on the same transport and resolver. */
    GroupLoops(GroupLoops like) {
        this(like.transport, like.resolver);
    }

    abstract EventLoopGroup group();

    final IoHandlerFactory handler() {
        return transport.handler();
    }

    final void stopResolving() {
        resolver.close();
    }

    @Override
    public String transport() {
        return transport.name();
    }

    @Override
    public TransportOptions options() {
        return transport.options();
    }

    @Override
    public ServerBootstrap server(boolean ipv6) {
        return server(() -> transport.server().create(family(ipv6)));
    }

    @Override
    public ServerBootstrap server() {
        return server(transport.dualServer());
    }

    private ServerBootstrap server(ChannelFactory<? extends ServerChannel> channels) {
        return new ServerBootstrap()
                .group(group())
                .channelFactory(channels)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public Bootstrap client(boolean ipv6) {
        return new Bootstrap()
                .group(group())
                .channelFactory(() -> transport.socket().create(family(ipv6)))
                .option(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public Bootstrap datagram(boolean ipv6) {
        return new Bootstrap()
                .group(group())
                .channelFactory(() -> transport.datagram().create(family(ipv6)));
    }

    private static SocketProtocolFamily family(boolean ipv6) {
        return ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    @Override
    public CompletionStage<InetAddress> resolve(String host, boolean ipv6) {
        return resolver.resolve(host, ipv6);
    }
}
