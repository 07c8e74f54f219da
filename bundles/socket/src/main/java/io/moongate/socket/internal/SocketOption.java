package io.moongate.socket.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.LocalAddress;
import io.moongate.net.TransportOptions;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code socket:setoption(name, ...)}. */
final class SocketOption {

    /** What Lua is told of an option that cannot be set here, with an error number of the system. */
    private static final String UNKNOWN_ERROR = "Unknown error";

    private static final int EBADF = 9;
    private static final int EINVAL = 22;
    private static final int ENOPROTOOPT = 92;
    /** The largest time, in seconds, that keep-alive takes. */
    private static final int MAX_SECONDS = 32767;

    private final TransportOptions options;

    SocketOption(TransportOptions options) {
        this.options = options;
    }

    Varargs set(LuaSocket socket, Args args) {
        return switch (args.text(1)) {
            case "keepalive" -> keepAlive(socket, args);
            case "tcp-nodelay" -> set(socket, ChannelOption.TCP_NODELAY, args.bool(2));
            case "broadcast" -> set(socket, ChannelOption.SO_BROADCAST, args.bool(2));
            case "dontroute" -> dontRoute(socket, args.bool(2));
            case "ip-membership" -> membership(socket, args);
            default -> throw args.bad(1, "unknown option '" + args.text(1) + "'");
        };
    }

    private Varargs keepAlive(LuaSocket socket, Args args) {
        boolean on = args.bool(2);
        int idle = args.optInteger(3, 0, 0, MAX_SECONDS);
        int interval = args.optInteger(4, 0, 0, MAX_SECONDS);
        Varargs result = set(socket, ChannelOption.SO_KEEPALIVE, on);
        if (on && idle > 0) {
            result = set(socket, options.keepIdle(), idle);
        }
        if (on && interval > 0) {
            result = set(socket, options.keepInterval(), interval);
        }
        return result;
    }

    /** Where the transport cannot send past the routing table, routing goes on: the system's own choice for a neighbour. */
    private Varargs dontRoute(LuaSocket socket, boolean on) {
        return options.dontRoute()
                .map(option -> set(socket, option, on ? 1 : 0))
                .orElseGet(() -> channel(socket) == null ? failed(EBADF) : Result.of(true));
    }

    private static <T> Varargs set(LuaSocket socket, ChannelOption<T> option, T value) {
        Channel channel = channel(socket);
        if (channel == null) {
            return failed(EBADF);
        }
        try {
            return channel.config().setOption(option, value) ? Result.of(true) : failed(ENOPROTOOPT);
        } catch (ChannelException e) {
            return failed(EINVAL);
        }
    }

    private static @Nullable Channel channel(LuaSocket socket) {
        if (!socket.isConnected()) {
            return null;
        }
        return switch (socket.endpoint()) {
            case StreamEndpoint connection ->
                connection.stream() instanceof ChannelStream stream ? stream.channel() : null;
            case DatagramEndpoint datagrams -> datagrams.channel();
            case ListenEndpoint listener -> null;
            case Unconnected nothing -> null;
        };
    }

    private static Varargs failed(int error) {
        return Result.of(LuaValue.NIL, Result.string(UNKNOWN_ERROR), LuaValue.valueOf(error));
    }

    private static Varargs membership(LuaSocket socket, Args args) {
        boolean join = args.bool(2);
        Optional<InetAddress> group = LocalAddress.literal(args.text(3)).filter(InetAddress::isMulticastAddress);
        String intf = args.optText(4, "");
        if (!(channel(socket) instanceof DatagramChannel channel)) {
            return failed(EBADF);
        }
        Optional<NetworkInterface> via = networkInterface(channel, intf);
        return group.isEmpty() || via.isEmpty()
                ? failed(EINVAL)
                : membership(socket, channel, join, new InetSocketAddress(group.get(), 0), via.get());
    }

    private static Varargs membership(
            LuaSocket socket, DatagramChannel channel, boolean join, InetSocketAddress group, NetworkInterface via) {
        ChannelFuture change = join ? channel.joinGroup(group, via) : channel.leaveGroup(group, via);
        CompletableFuture<Boolean> changed = new CompletableFuture<>();
        change.addListener(done -> changed.complete(done.isSuccess()));
        return socket.vm().await(changed) ? Result.of(true) : failed(EINVAL);
    }

    private static Optional<NetworkInterface> networkInterface(DatagramChannel channel, String intf) {
        try {
            Optional<InetAddress> address = intf.isEmpty()
                    ? Optional.of(channel.localAddress().getAddress()).filter(local -> !local.isAnyLocalAddress())
                    : LocalAddress.literal(intf);
            return address.isPresent()
                    ? Optional.ofNullable(NetworkInterface.getByInetAddress(address.get()))
                    : named(intf);
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** An interface by its name, or the first that can do multicast. */
    private static Optional<NetworkInterface> named(String intf) throws SocketException {
        if (!intf.isEmpty()) {
            return Optional.ofNullable(NetworkInterface.getByName(intf));
        }
        for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
            if (candidate.isUp() && candidate.supportsMulticast() && !candidate.isLoopback()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
