package io.moongate.socket.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.HttpConnections;
import io.moongate.net.NetException;
import io.moongate.net.TakenConnection;
import io.moongate.net.Takeover;
import io.moongate.net.WebSocketUpgrade;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Connections that go from HTTP to Lua and back. */
final class HandOver {

    private static final byte[] NOTHING = {};

    private final LuaVm vm;
    private final Sockets sockets;
    private final Supplier<Optional<HttpConnections>> http;
    private final SecureRandom masks = new SecureRandom();

    HandOver(LuaVm vm, Sockets sockets, Supplier<Optional<HttpConnections>> http) {
        this.vm = vm;
        this.sockets = sockets;
        this.http = http;
    }

    /** {@code req2sock(request)} and {@code http2sock(http)}. */
    Varargs take(Args args) {
        Takeover holder = holder(args);
        sockets.requireRoom();
        try {
            TakenConnection taken = vm.await(holder.takeConnection());
            return vm.await(attach(taken))
                    .map(endpoint -> result(endpoint, taken))
                    .orElseGet(() -> Result.fail(NetException.SOCKET_CLOSED));
        } catch (CompletionException e) {
            return Failures.of(e, NetException.INVALID_SOCKET_CON);
        }
    }

    /** The object itself, or the raw client inside an object of the http library. */
    private static Takeover holder(Args args) {
        if (args.value(1) instanceof LuaTable table
                && table.get("raw") instanceof LuaUserdata raw
                && raw.m_instance instanceof Takeover holder) {
            return holder;
        }
        return args.object(1, Takeover.class, "HTTP connection");
    }

    private CompletableFuture<Optional<StreamEndpoint>> attach(TakenConnection taken) {
        Channel channel = taken.channel();
        return CompletableFuture.supplyAsync(
                () -> channel.isOpen() ? Optional.of(endpoint(taken)) : Optional.empty(), channel.eventLoop());
    }

    /** On the event loop. What came behind the header of a WebSocket handshake are its first frames. */
    private StreamEndpoint endpoint(TakenConnection taken) {
        boolean isWebSocket = taken.webSocket().isPresent();
        ChannelStream stream = ChannelStream.attach(taken.channel(), isWebSocket ? taken.received() : NOTHING);
        return StreamEndpoint.taken(
                stream,
                taken.peerName(),
                taken.tls(),
                isWebSocket ? webSocket(stream, taken.webSocket().get()) : null);
    }

    private @Nullable WebSocket webSocket(ChannelStream stream, WebSocketUpgrade upgrade) {
        return switch (upgrade) {
            case WebSocketUpgrade.Accepted accepted -> new WebSocket(stream, false, masks);
            case WebSocketUpgrade.Requested requested -> {
                byte[] response = SwitchingProtocols.response(requested).getBytes(StandardCharsets.ISO_8859_1);
                stream.write(response, 0, response.length);
                yield new WebSocket(stream, true, masks);
            }
        };
    }

    private Varargs result(StreamEndpoint endpoint, TakenConnection taken) {
        LuaUserdata socket = sockets.create(endpoint);
        return taken.webSocket().isPresent() || taken.received().length == 0
                ? socket
                : LuaValue.varargsOf(socket, Result.string(taken.received()));
    }

    /** {@code sock2req(socket [,data])}: the HTTP server goes on with the connection. */
    Varargs give(Args args) {
        LuaSocket socket = args.object(1, LuaSocket.class, "Sock");
        byte[] data = args.isNil(2) ? NOTHING : args.bytes(2);
        Optional<HttpConnections> server = http.get();
        if (!socket.isConnected()
                || server.isEmpty()
                || !(socket.endpoint() instanceof StreamEndpoint connection)
                || !(connection.stream() instanceof ChannelStream stream)
                || connection.webSocket() != null) {
            return Result.fail(NetException.INVALID_SOCKET_CON);
        }
        socket.givenAway();
        vm.await(CompletableFuture.runAsync(
                () -> server.get().adopt(stream.channel(), join(data, stream.detach())),
                stream.channel().eventLoop()));
        return Result.of(true);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
