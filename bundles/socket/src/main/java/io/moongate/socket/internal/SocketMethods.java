package io.moongate.socket.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.ChannelStream;
import io.moongate.net.NetException;
import io.moongate.net.TransportOptions;
import io.moongate.net.tls.LuaCertificates;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.moongate.net.tls.Trust;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The methods of socket objects. */
final class SocketMethods {

    /** Frame sizes that {@code maxsize} takes, in bytes. */
    private static final int MIN_FRAME = 64;

    private static final int MAX_FRAME = 8192;

    private final String kind;
    private final Reading reading;
    private final Events events;
    private final SocketOption option;

    SocketMethods(String kind, Reading reading, Events events, TransportOptions options) {
        this.kind = kind;
        this.reading = reading;
        this.events = events;
        this.option = new SocketOption(options);
    }

    LuaType<LuaSocket> type() {
        return LuaType.named(kind, LuaSocket.class)
                .method("read", Reading::read)
                .method("write", Writing::write)
                .method("sendto", Writing::sendTo)
                .method("ping", Writing::ping)
                .method("accept", (socket, args) -> reading.accept(socket))
                .method("event", events::event)
                .method("disable", (socket, args) -> events.disable(socket))
                .method("enable", events::enable)
                .method("state", (socket, args) -> state(socket))
                .method("owner", (socket, args) -> Result.of(socket.isOwner()))
                .method("sockname", (socket, args) -> address(socket, Endpoint::localAddress))
                .method("peername", (socket, args) -> address(socket, Endpoint::remoteAddress))
                .method("close", (socket, args) -> close(socket))
                .method("websocket", (socket, args) -> Result.of(isWebSocket(socket)))
                .method("queuelen", SocketMethods::queueLength)
                .method("maxsize", SocketMethods::maxSize)
                .method("setoption", option::set)
                .method("trusted", SocketMethods::trusted)
                .method("certificate", (socket, args) -> certificate(socket))
                .method("cipher", (socket, args) -> cipher(socket))
                .method("isresumed", (socket, args) -> isResumed(socket))
                .method("upgrade", SocketMethods::upgrade)
                .metamethod("__tostring", (socket, args) -> Result.of(describe(socket)))
                .metamethod("__close", (socket, args) -> close(socket))
                .closer(LuaSocket::release);
    }

    /** A port is free again when close returns. */
    private static Varargs close(LuaSocket socket) {
        Endpoint endpoint = socket.endpoint();
        boolean was = socket.close();
        if (was) {
            socket.vm().await(endpoint.released());
        }
        return Result.of(was);
    }

    private static Varargs state(LuaSocket socket) {
        boolean connected = socket.isConnected() || socket.state() == State.CONNECT;
        return LuaValue.varargsOf(Result.string(socket.state().code()), LuaValue.valueOf(connected));
    }

    private static Varargs address(LuaSocket socket, Function<Endpoint, Optional<InetSocketAddress>> end) {
        return socket.isConnected()
                ? end.apply(socket.endpoint()).map(SocketMethods::address).orElseGet(() -> Result.fail("failed"))
                : Result.fail("failed");
    }

    private static Varargs address(InetSocketAddress address) {
        return Result.of(
                Result.string(NetUtil.toAddressString(address.getAddress())),
                Numbers.integer(address.getPort()),
                LuaValue.valueOf(address.getAddress() instanceof Inet6Address));
    }

    private static boolean isWebSocket(LuaSocket socket) {
        return socket.endpoint() instanceof StreamEndpoint connection && connection.webSocket() != null;
    }

    private static Varargs queueLength(LuaSocket socket, Args args) {
        long before = socket.queueLength();
        if (!args.isNil(1)) {
            socket.setQueueLength(args.truncated(1));
        }
        return Result.of(before);
    }

    private static Varargs maxSize(LuaSocket socket, Args args) {
        long bytes = args.truncated(1);
        if (bytes <= MIN_FRAME || bytes > MAX_FRAME) {
            return Result.of(false);
        }
        Optional<TlsLink> link =
                socket.endpoint() instanceof StreamEndpoint connection ? connection.tls() : Optional.empty();
        link.ifPresent(tls -> tls.handler().setWrapDataSize((int) bytes));
        return Result.of(link.isPresent());
    }

    private static Optional<StreamEndpoint> secure(LuaSocket socket) {
        return socket.isConnected() && socket.endpoint() instanceof StreamEndpoint connection && connection.isSecure()
                ? Optional.of(connection)
                : Optional.empty();
    }

    private static Varargs notEnabled() {
        return Result.fail("sslnotenabled");
    }

    private static Varargs trusted(LuaSocket socket, Args args) {
        Optional<StreamEndpoint> secure = secure(socket);
        if (secure.isEmpty()) {
            return notEnabled();
        }
        String host = args.optText(1, secure.get().peerName());
        Trust trust = secure.get()
                .tlsPeer()
                .map(peer -> host.isEmpty() ? peer.trust() : peer.trust(host))
                .orElse(Trust.NONE);
        return trust.code().map(Result::fail).orElse(LuaValue.TRUE);
    }

    private static Varargs certificate(LuaSocket socket) {
        Optional<StreamEndpoint> secure = secure(socket);
        return secure.isEmpty()
                ? notEnabled()
                : secure.get().tlsPeer().map(LuaCertificates::of).orElse(LuaValue.NIL);
    }

    /** Suite, protocol, and what ALPN agreed on, if anything. */
    private static Varargs cipher(LuaSocket socket) {
        Optional<StreamEndpoint> secure = secure(socket);
        if (secure.isEmpty()) {
            return notEnabled();
        }
        return secure.get().tlsPeer().map(SocketMethods::cipher).orElse(Result.of("UNKNOWN"));
    }

    private static Varargs cipher(TlsPeer peer) {
        LuaValue suite = Result.string(peer.cipherSuite());
        LuaValue protocol = Result.string(peer.luaProtocol());
        return peer.applicationProtocol().isEmpty()
                ? LuaValue.varargsOf(suite, protocol)
                : Result.of(suite, protocol, Result.string(peer.applicationProtocol()));
    }

    private static Varargs isResumed(LuaSocket socket) {
        return secure(socket)
                .map(connection ->
                        Result.of(connection.tlsPeer().map(TlsPeer::isResumed).orElse(false)))
                .orElseGet(SocketMethods::notEnabled);
    }

    private static Varargs upgrade(LuaSocket socket, Args args) {
        TlsContext context = args.object(1, TlsContext.class, "SHARKSSL");
        Alpn alpn = Alpn.of(args.optText(2, ""));
        if (!socket.isConnected() || !(socket.endpoint() instanceof StreamEndpoint connection)) {
            return Result.of(false);
        }
        return connection.isSecure() ? Result.fail("incorrectuse") : upgrade(socket, connection, context, alpn);
    }

    private static Varargs upgrade(LuaSocket socket, StreamEndpoint connection, TlsContext context, Alpn alpn) {
        if (!(connection.stream() instanceof ChannelStream stream)) {
            return Result.fail("incorrectuse");
        }
        TlsLink link = context.isServer()
                ? TlsLink.server(context, alpn)
                : TlsLink.client(context, connection.peerName(), port(connection), alpn);
        try {
            socket.await(State.UPGRADE, stream.secure(link.handler()));
            connection.secured(link);
            return Result.of(true);
        } catch (RuntimeException e) {
            return socket.isConnected()
                    ? Failures.of(e, NetException.SSL_HANDSHAKE)
                    : Result.fail(NetException.SOCKET_CLOSED);
        }
    }

    private static int port(StreamEndpoint connection) {
        return connection.remoteAddress().map(InetSocketAddress::getPort).orElse(0);
    }

    private String describe(LuaSocket socket) {
        String ends = socket.endpoint().remoteAddress().isPresent()
                ? " {" + text(socket.endpoint().localAddress()) + " -> "
                        + text(socket.endpoint().remoteAddress()) + "}"
                : "";
        return "[" + kind + " 0x" + Integer.toHexString(System.identityHashCode(socket)) + " S:"
                + socket.state().code() + ends + "]";
    }

    private static String text(Optional<InetSocketAddress> address) {
        return address.map(NetUtil::toSocketAddressString).orElse("");
    }
}
