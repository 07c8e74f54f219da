package io.moongate.socket.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.NetException;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code socket:read([timeout] [,withaddress])} and {@code socket:accept()}. */
final class Reading {

    /** The most bytes that one read of a connection gives. */
    private static final int LIMIT = 64 << 10;
    /** The longest time that a read waits: some 24 days. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private final Sockets sockets;

    Reading(Sockets sockets) {
        this.sockets = sockets;
    }

    static Varargs read(LuaSocket socket, Args args) {
        if (socket.isOwned() && !socket.isOwner()) {
            throw new LuaError("only the coroutine that owns the socket may read it");
        }
        boolean hasTimeout = args.value(1).isnumber();
        socket.leaveStartTurn(State.READ);
        Deadline deadline = hasTimeout ? Deadline.in(Math.clamp(args.truncated(1), 0, LONGEST)) : Deadline.never();
        return switch (socket.endpoint()) {
            case Unconnected nothing -> hasTimeout ? sleep(socket, nothing, deadline) : readFailed();
            case StreamEndpoint connection -> socket.isConnected() ? read(socket, connection, deadline) : readFailed();
            case DatagramEndpoint datagrams -> {
                boolean withAddress = args.value(hasTimeout ? 2 : 1).toboolean()
                        || args.value(2).toboolean();
                yield socket.isConnected()
                        ? read(socket, datagrams, deadline, withAddress && socket.isOwned())
                        : readFailed();
            }
            case ListenEndpoint listener -> readFailed();
        };
    }

    private static Varargs readFailed() {
        return Result.fail(NetException.READ_FAILED);
    }

    private static Varargs sleep(LuaSocket socket, Unconnected nothing, Deadline deadline) {
        var closed = nothing.closed().copy();
        socket.await(State.READ, deadline.limit(closed));
        return Result.fail(nothing.closed().isDone() ? NetException.SOCKET_CLOSED : NetException.TIMEOUT);
    }

    private static Varargs read(LuaSocket socket, StreamEndpoint connection, Deadline deadline) {
        while (socket.isConnected()) {
            if (!socket.isHeldBack()) {
                Varargs received = take(socket, connection);
                if (received != null) {
                    return received;
                }
            }
            if (deadline.isOver()) {
                return Result.fail(NetException.TIMEOUT);
            }
            socket.awaitRead(connection.stream().readable(), deadline);
        }
        return Result.fail(NetException.SOCKET_CLOSED);
    }

    /** What is there: data or the end; null when nothing is. */
    private static @Nullable Varargs take(LuaSocket socket, StreamEndpoint connection) {
        Varargs received = connection.webSocket() == null ? bytes(connection) : message(connection.webSocket());
        if (received == null && connection.stream().isEnded()) {
            socket.lost();
            return readFailed();
        }
        return received;
    }

    private static @Nullable Varargs bytes(StreamEndpoint connection) {
        byte[] bytes = connection.stream().poll(LIMIT);
        return bytes == null ? null : Result.of(bytes);
    }

    private static @Nullable Varargs message(WebSocket webSocket) {
        return switch (webSocket.poll()) {
            case WebSocket.Received.Message(FrameReader.Event.Data data) -> message(data);
            case WebSocket.Received.Closed(int code) when code < 0 -> Result.fail(NetException.SOCKET_CLOSED);
            case WebSocket.Received.Closed(int code) ->
                Result.of(LuaValue.NIL, Result.string(NetException.SOCKET_CLOSED), Numbers.integer(code));
            case null -> null;
        };
    }

    private static Varargs message(FrameReader.Event.Data data) {
        LuaValue text = LuaValue.valueOf(data.text());
        return data.total() == 0
                ? LuaValue.varargsOf(Result.string(data.data()), text)
                : Result.of(
                        Result.string(data.data()), text, Numbers.integer(data.soFar()), Numbers.integer(data.total()));
    }

    private static Varargs read(LuaSocket socket, DatagramEndpoint datagrams, Deadline deadline, boolean withAddress) {
        while (socket.isConnected()) {
            if (!socket.isHeldBack()) {
                DatagramEndpoint.Received received = datagrams.poll();
                if (received != null) {
                    return datagram(received, withAddress);
                }
                if (datagrams.takeFailure()) {
                    return readFailed();
                }
            }
            if (deadline.isOver()) {
                return Result.fail(NetException.TIMEOUT);
            }
            socket.awaitRead(datagrams.readable(), deadline);
        }
        return Result.fail(NetException.SOCKET_CLOSED);
    }

    private static Varargs datagram(DatagramEndpoint.Received received, boolean withAddress) {
        return withAddress
                ? Result.of(
                        Result.string(received.data()),
                        Result.string(NetUtil.toAddressString(received.sender().getAddress())),
                        Numbers.integer(received.sender().getPort()))
                : Result.of(received.data());
    }

    Varargs accept(LuaSocket socket) {
        if (!(socket.endpoint() instanceof ListenEndpoint listener) || !socket.isOwner()) {
            throw new LuaError("accept is for the coroutine of a listening socket");
        }
        socket.leaveStartTurn(State.ACCEPT);
        while (socket.isConnected()) {
            StreamEndpoint connection = listener.poll();
            if (connection == null) {
                socket.await(State.ACCEPT, listener.acceptable());
            } else if (sockets.hasRoom()) {
                return sockets.create(connection);
            } else {
                connection.close();
                sockets.reportRefused();
            }
        }
        return Result.fail(NetException.SOCKET_CLOSED);
    }
}
