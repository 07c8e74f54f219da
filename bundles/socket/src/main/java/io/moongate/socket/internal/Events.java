package io.moongate.socket.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code socket:event}, {@code disable} and {@code enable}: who owns a socket and when it runs. */
final class Events {

    private final Cosockets cosockets;

    Events(Cosockets cosockets) {
        this.cosockets = cosockets;
    }

    /** {@code socket:event(function [,mode [,...]])}. */
    Varargs event(LuaSocket socket, Args args) {
        LuaFunction function = args.function(1);
        LuaSocket.Mode mode = mode(args, socket);
        if (!socket.isConnected()) {
            return Result.fail("invalidsocketcon");
        }
        if (socket.isOwned()) {
            throw new LuaError("the socket has an event function already");
        }
        return cosockets.start(new CurrentSocket(socket, socket.handle()), mode, function, args.from(3), LuaValue.TRUE);
    }

    private static LuaSocket.Mode mode(Args args, LuaSocket socket) {
        if (socket.endpoint() instanceof ListenEndpoint) {
            return LuaSocket.Mode.ASYNCHRONOUS;
        }
        return switch (args.optText(2, "s")) {
            case "s" -> LuaSocket.Mode.COSOCKET;
            case "r" -> LuaSocket.Mode.ASYNCHRONOUS;
            default -> throw args.bad(2, "\"r\" or \"s\" expected");
        };
    }

    Varargs disable(LuaSocket socket) {
        requireOwned(socket);
        if (socket.isOwner()) {
            return socket.endpoint() instanceof Unconnected || socket.isConnected()
                    ? socket.disable()
                    : Result.fail("socketclosed");
        }
        return socket.holdBack() ? Result.of(true) : Result.fail("incorrectuse");
    }

    Varargs enable(LuaSocket socket, Args args) {
        requireOwned(socket);
        return socket.enable(Cosockets.copy(args.from(1))) ? Result.of(true) : Result.none();
    }

    private static void requireOwned(LuaSocket socket) {
        if (!socket.isOwned()) {
            throw new LuaError("the socket is in blocking mode");
        }
    }
}
