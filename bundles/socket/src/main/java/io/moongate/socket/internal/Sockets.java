package io.moongate.socket.internal;

import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaUserdata;

/** Makes the sockets of one VM and counts them. */
final class Sockets {

    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ModuleContext context;
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();
    private long reportedAt = System.nanoTime() - 2 * REPORT_NANOS;
    private final LuaType<LuaSocket> type;
    private final LuaType<LuaSocket> pipeType;
    private final Set<LuaSocket> known = Collections.newSetFromMap(new WeakHashMap<>());

    /** @param limit sockets that may be open */
    Sockets(ModuleContext context, Network network, int limit) {
        this.context = context;
        this.limit = limit;
        Reading reading = new Reading(this);
        Events events = new Events(new Cosockets(context.vm()));
        this.type = new SocketMethods("Sock", reading, events, network.loops().options()).type();
        this.pipeType =
                new SocketMethods("Pipe", reading, events, network.loops().options()).type();
    }

    /** Raises when there is no room for another socket. */
    void requireRoom() {
        if (!hasRoom()) {
            throw new LuaError(full());
        }
    }

    private String full() {
        return open.get() + " sockets are open, the limit of a VM is " + limit;
    }

    /** Traces, not more often than once a minute, that connections are refused for want of room. */
    void reportRefused() {
        long now = System.nanoTime();
        if (now - reportedAt > REPORT_NANOS) {
            reportedAt = now;
            context.vm().report("accept", new LuaError("connections are closed at once: " + full()));
        }
    }

    /** Whether another socket may be opened. */
    boolean hasRoom() {
        return open.get() < limit;
    }

    /** A socket in blocking mode. */
    LuaUserdata create(Endpoint endpoint) {
        return create(endpoint, true, type);
    }

    LuaUserdata createPipe(Endpoint endpoint) {
        return create(endpoint, true, pipeType);
    }

    /** A socket that can still connect. */
    LuaUserdata createUnconnected() {
        return create(new Unconnected(), false, type);
    }

    private LuaUserdata create(Endpoint endpoint, boolean connected, LuaType<LuaSocket> as) {
        AtomicBoolean isOpen = new AtomicBoolean(true);
        AtomicInteger count = open;
        LuaSocket socket = new LuaSocket(context.vm(), endpoint, connected, () -> {
            if (isOpen.getAndSet(false)) {
                count.decrementAndGet();
            }
        });
        count.incrementAndGet();
        known.add(socket);
        LuaUserdata handle = context.wrap(as, socket);
        socket.heldBy(handle);
        return handle;
    }

    int count() {
        return known.size();
    }

    int countConnected() {
        return (int) known.stream().filter(LuaSocket::isConnected).count();
    }
}
