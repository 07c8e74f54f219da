package io.moongate.socket.internal;

import io.moongate.runtime.LuaVm;
import java.util.Optional;
import org.luaj.vm2.LuaUserdata;

/**
 * The socket that a strand owns, kept among the strand's locals.
 *
 * @param handle what Lua holds of it
 */
record CurrentSocket(LuaSocket socket, LuaUserdata handle) {

    /** Empty in threads, timers and request handlers. */
    static Optional<CurrentSocket> of(LuaVm vm) {
        return Optional.ofNullable(vm.current().locals().get(CurrentSocket.class));
    }
}
