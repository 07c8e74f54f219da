package io.moongate.socket.internal;

import io.moongate.net.HttpConnections;
import io.moongate.net.NetLoops;
import io.moongate.net.posix.DescriptorStreams;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ba.socket}: TCP, UDP, TLS and WebSocket connections; {@code ba.pipe}: named pipes as sockets. */
@Component
public final class SocketModule implements LuaModule {

    /** Sockets that a VM may have open: enough for ten thousand connections, and a leak ends before the system's limit. */
    private static final int LIMIT = 20_000;

    private final NetLoops loops;
    private final int limit;
    private final DescriptorStreams descriptors;

    /** Without an HTTP server no connection can be given to it. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable HttpConnections http;

    @Activate
    public SocketModule(@Reference NetLoops loops, @Reference DescriptorStreams descriptors) {
        this(loops, descriptors, LIMIT);
    }

    /** @param limit sockets that a VM may have open */
    SocketModule(NetLoops loops, DescriptorStreams descriptors, int limit) {
        this.limit = limit;
        this.loops = loops;
        this.descriptors = descriptors;
    }

    @Override
    public String name() {
        return "ba.socket";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        SocketLibrary socket = new SocketLibrary(context, loops, limit, () -> Optional.ofNullable(http));
        PipeLibrary pipe = new PipeLibrary(context.vm(), descriptors, socket.sockets());
        return List.of(socket.library(), pipe.library());
    }
}
