package io.moongate.net.internal;

import io.moongate.net.NetLoops;
import io.moongate.runtime.LuaVm;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
public final class NettyLoops extends GroupLoops {

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
    private static final long STOP_LIMIT_SECONDS = 5;

    private final EventLoopGroup group;
    private final Map<LuaVm, VmLoop> loopOf = new ConcurrentHashMap<>();

    @Activate
    public NettyLoops(Config config) {
        this(Transport.best(), config.threads());
    }

    /** Loops outside of any framework: with the default number of threads. */
    public NettyLoops() {
        this(Transport.best(), 0);
    }

    NettyLoops(Transport transport, int threads) {
        super(transport, new HostResolver());
        this.group = new MultiThreadIoEventLoopGroup(
                threads > 0 ? threads : defaultThreads(),
                Thread.ofPlatform().daemon().name("net-", 1).factory(),
                transport.handler());
    }

    private static int defaultThreads() {
        return Math.min(MAX_DEFAULT_THREADS, Runtime.getRuntime().availableProcessors());
    }

    @Override
    EventLoopGroup group() {
        return group;
    }

    @Override
    public NetLoops of(LuaVm vm) {
        VmLoop present = loopOf.get(vm);
        return new LoopsOfVm(present == null ? start(vm) : present);
    }

    private VmLoop start(LuaVm vm) {
        VmLoop loop = vm.drive(thread -> new VmLoop(thread, handler(), () -> loopOf.remove(vm)));
        loopOf.put(vm, loop);
        return loop;
    }

    private final class LoopsOfVm extends GroupLoops {
        private final VmLoop loop;

        LoopsOfVm(VmLoop loop) {
            super(NettyLoops.this);
            this.loop = loop;
        }

        @Override
        EventLoopGroup group() {
            return loop.group();
        }

        @Override
        public NetLoops of(LuaVm vm) {
            return NettyLoops.this.of(vm);
        }
    }

    /** Closes what is still open and returns when the threads have ended and those of VMs are free of it. Idempotent. */
    @Deactivate
    public void close() {
        stopResolving();
        List<Future<?>> ends = new ArrayList<>();
        loopOf.values().forEach(loop -> ends.add(loop.end()));
        ends.add(group.shutdownGracefully(0, STOP_LIMIT_SECONDS, TimeUnit.SECONDS));
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_LIMIT_SECONDS);
        for (Future<?> end : ends) {
            if (!end.awaitUninterruptibly(limit - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("an event loop still runs after {} s", STOP_LIMIT_SECONDS);
            }
        }
    }
}
