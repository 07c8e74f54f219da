package io.moongate.socket.internal;

import io.moongate.net.NetException;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Runs functions as owners of sockets. */
final class Cosockets {

    private final LuaVm vm;

    Cosockets(LuaVm vm) {
        this.vm = vm;
    }

    /**
     * Runs {@code function(socket, ...)} as the socket's owner, at once until its first wait. When it ends, the socket is
     * closed.
     *
     * @param success what to return when the function waits
     * @return {@code success}, or {@code nil, "failed"} when the function has ended already
     */
    Varargs start(CurrentSocket current, LuaSocket.Mode mode, LuaFunction function, Varargs extra, LuaValue success) {
        CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
        current.socket().startsIn(turn);
        Strand strand = vm.start("socket", () -> run(current, mode, function, extra));
        turn.complete(null);
        return strand.result().toCompletableFuture().isDone() ? Result.fail("failed") : success;
    }

    private Varargs run(CurrentSocket current, LuaSocket.Mode mode, LuaFunction function, Varargs extra) {
        LuaSocket socket = current.socket();
        LuaUserdata handle = current.handle();
        vm.current().locals().set(CurrentSocket.class, current);
        socket.ownedBy(vm.current(), mode);
        try {
            vm.state().call(function, LuaValue.varargsOf(handle, extra));
        } catch (RuntimeException e) {
            vm.report("socket", e);
        } finally {
            socket.terminated();
        }
        return Result.none();
    }

    static Varargs incorrectUse() {
        return Result.fail("incorrectuse");
    }

    /** Values that stay the same while others run. */
    static Varargs copy(Varargs values) {
        LuaValue[] copy = new LuaValue[values.narg()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values.arg(i + 1);
        }
        return LuaValue.varargsOf(copy);
    }

    static Varargs invalid() {
        return Result.fail(NetException.INVALID_SOCKET_CON);
    }
}
