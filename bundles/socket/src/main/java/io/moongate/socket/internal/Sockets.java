package io.moongate.socket.internal;

import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.luaj.vm2.LuaUserdata;

/** Makes the sockets of one VM and counts them. */
final class Sockets {

    private final ModuleContext context;
    private final LuaType<LuaSocket> type;
    private final LuaType<LuaSocket> pipeType;
    private final Set<LuaSocket> known = Collections.newSetFromMap(new WeakHashMap<>());

    Sockets(ModuleContext context, Network network) {
        this.context = context;
        Reading reading = new Reading(this);
        Events events = new Events(new Cosockets(context.vm()));
        this.type = new SocketMethods("Sock", reading, events, network.loops().options()).type();
        this.pipeType =
                new SocketMethods("Pipe", reading, events, network.loops().options()).type();
    }

    /** A socket in blocking mode. */
    LuaUserdata create(Endpoint endpoint) {
        return create(new LuaSocket(context.vm(), endpoint, true), type);
    }

    LuaUserdata createPipe(Endpoint endpoint) {
        return create(new LuaSocket(context.vm(), endpoint, true), pipeType);
    }

    /** A socket that can still connect. */
    LuaUserdata createUnconnected() {
        return create(new LuaSocket(context.vm(), new Unconnected(), false), type);
    }

    private LuaUserdata create(LuaSocket socket, LuaType<LuaSocket> as) {
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
