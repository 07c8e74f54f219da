package io.moongate.net.internal;

import io.moongate.net.NetLoops;
import io.moongate.net.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of this gateway. */
@Component(service = NetLoops.class, configurationPid = "io.moongate.net")
@Designate(ocd = NettyLoops.Config.class)
public final class NettyLoops implements NetLoops {

    @ObjectClassDefinition(name = "Network", description = "Event loops shared by sockets, web server and clients")
    public @interface Config {

        @AttributeDefinition(
                name = "Threads",
                description = "Event loop threads; 0: one a processor, at most four",
                min = "0",
                max = "64")
        int threads() default 0;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoops.class);
    private static final int MAX_DEFAULT_THREADS = 4;
    /** Connections that the kernel keeps until they are accepted. */
    private static final int BACKLOG = 4096;

    private static final long STOP_LIMIT_SECONDS = 5;

    private final Transport transport;
    private final EventLoopGroup group;
    private final HostResolver resolver = new HostResolver();

    @Activate
    public NettyLoops(Config config) {
        this(Transport.best(), config.threads());
    }

    /** Loops outside of any framework: with the default number of threads. */
    public NettyLoops() {
        this(Transport.best(), 0);
    }

    NettyLoops(Transport transport, int threads) {
        this.transport = transport;
        this.group = new MultiThreadIoEventLoopGroup(
                threads > 0 ? threads : defaultThreads(),
                Thread.ofPlatform().daemon().name("net-", 1).factory(),
                transport.handler());
    }

    private static int defaultThreads() {
        return Math.min(MAX_DEFAULT_THREADS, Runtime.getRuntime().availableProcessors());
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
                .group(group)
                .channelFactory(channels)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public Bootstrap client(boolean ipv6) {
        return new Bootstrap()
                .group(group)
                .channelFactory(() -> transport.socket().create(family(ipv6)))
                .option(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public Bootstrap datagram(boolean ipv6) {
        return new Bootstrap()
                .group(group)
                .channelFactory(() -> transport.datagram().create(family(ipv6)));
    }

    private static SocketProtocolFamily family(boolean ipv6) {
        return ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    @Override
    public CompletionStage<InetAddress> resolve(String host, boolean ipv6) {
        return resolver.resolve(host, ipv6);
    }

    /** Closes what is still open and returns when the threads have ended. Idempotent. */
    @Deactivate
    public void close() {
        resolver.close();
        if (!group.shutdownGracefully(0, STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("event loops still run after {} s", STOP_LIMIT_SECONDS);
        }
    }
}
