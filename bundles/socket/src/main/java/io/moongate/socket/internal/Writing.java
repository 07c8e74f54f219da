package io.moongate.socket.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.ByteStream;
import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code socket:write}, {@code socket:sendto} and {@code socket:ping}. */
final class Writing {
    private Writing() {}

    static Varargs write(LuaSocket socket, Args args) {
        Payload payload = Payload.of(args);
        if (payload.length() == 0) {
            return Result.of(false);
        }
        return switch (socket.endpoint()) {
            case StreamEndpoint connection -> write(socket, connection, payload);
            case DatagramEndpoint datagrams
            when datagrams.isConnected() ->
                send(socket, datagrams, payload.bytes(), payload.offset(), payload.length(), null);
            case DatagramEndpoint datagrams -> writeFailed();
            case Unconnected nothing -> writeFailed();
            case ListenEndpoint listener -> writeFailed();
        };
    }

    private static Varargs writeFailed() {
        return Result.fail(NetException.WRITE_FAILED);
    }

    private static Varargs write(LuaSocket socket, StreamEndpoint connection, Payload payload) {
        WebSocket webSocket = connection.webSocket();
        if (webSocket != null && payload.length() > WebSocket.MAX_SENT) {
            throw new LuaError("Max len 0xFFFF");
        }
        Runnable write = webSocket == null
                ? () -> connection.stream().write(payload.bytes(), payload.offset(), payload.length())
                : () -> webSocket.sendMessage(payload.bytes(), payload.offset(), payload.length(), payload.text());
        return write(socket, connection, payload.length(), write);
    }

    private static Varargs write(LuaSocket socket, StreamEndpoint connection, int length, Runnable write) {
        if (!socket.isConnected()) {
            return writeFailed();
        }
        if (!isOpen(connection)) {
            socket.lost();
            return writeFailed();
        }
        return isQueued(socket) ? queue(socket, connection, length, write) : writeAndWait(socket, connection, write);
    }

    private static boolean isOpen(StreamEndpoint connection) {
        return connection.webSocket() == null
                ? connection.stream().isOpen()
                : connection.webSocket().isOpen();
    }

    /** Whether the caller is neither the cosocket itself nor another one, which can wait. */
    private static boolean isQueued(LuaSocket socket) {
        return socket.queuesWrites() && CurrentSocket.of(socket.vm()).isEmpty();
    }

    private static Varargs writeAndWait(LuaSocket socket, StreamEndpoint connection, Runnable write) {
        write.run();
        return wait(socket, connection.stream().writable()) ? success(socket) : writeFailed();
    }

    private static boolean wait(LuaSocket socket, CompletableFuture<?> writable) {
        try {
            socket.await(State.WRITE, writable);
            return true;
        } catch (CompletionException e) {
            socket.lost();
            return false;
        }
    }

    private static Varargs success(LuaSocket socket) {
        return socket.queuesWrites() && socket.isOwner()
                ? LuaValue.varargsOf(LuaValue.TRUE, Numbers.integer(0))
                : Result.of(true);
    }

    /**
     * Writes without waiting for the peer. Where more than the queue's length is on its way, the system is first given
     * the chance to take it.
     */
    private static Varargs queue(LuaSocket socket, StreamEndpoint connection, int length, Runnable write) {
        ByteStream stream = connection.stream();
        if (stream.queued() + length > socket.queueLength() && !stream.isBlocked()) {
            socket.vm().await(stream.attempted());
        }
        if (stream.queued() + length > socket.queueLength() && stream.isBlocked()) {
            return LuaValue.varargsOf(LuaValue.NIL, Numbers.integer(stream.queued()));
        }
        write.run();
        return LuaValue.varargsOf(LuaValue.TRUE, Numbers.integer(stream.isBlocked() ? stream.queued() : 0));
    }

    static Varargs ping(LuaSocket socket, Args args) {
        if (!(socket.endpoint() instanceof StreamEndpoint connection) || connection.webSocket() == null) {
            throw new LuaError("not a WebSocket connection");
        }
        byte[] data = args.isNil(1) ? new byte[] {'B', 'A', 'S'} : args.bytes(1);
        if (data.length > WebSocket.MAX_PING) {
            throw args.bad(1, data.length + " bytes are more than the limit of " + WebSocket.MAX_PING);
        }
        return write(
                socket, connection, data.length, () -> connection.webSocket().ping(data));
    }

    static Varargs sendTo(LuaSocket socket, Args args) {
        if (!(socket.endpoint() instanceof DatagramEndpoint datagrams)) {
            throw new LuaError("not a UDP socket");
        }
        LuaString data = args.data(1);
        String ip = args.text(2);
        int port = args.integer(3, 0, 65535);
        Optional<InetAddress> address = LocalAddress.literal(ip);
        if (!socket.isConnected()) {
            return writeFailed();
        }
        return address.isEmpty()
                ? Result.fail("gethostbyname", "'" + ip + "' is no IP address")
                : send(
                        socket,
                        datagrams,
                        data.m_bytes,
                        data.m_offset,
                        data.m_length,
                        new InetSocketAddress(address.get(), port));
    }

    private static Varargs send(
            LuaSocket socket,
            DatagramEndpoint datagrams,
            byte[] data,
            int offset,
            int length,
            @Nullable InetSocketAddress target) {
        if (!socket.isConnected() || length > DatagramEndpoint.MAX_DATAGRAM) {
            return writeFailed();
        }
        try {
            socket.await(State.WRITE, datagrams.send(data, offset, length, target));
            return success(socket);
        } catch (RuntimeException e) {
            return Failures.of(e, NetException.WRITE_FAILED);
        }
    }
}
