package io.moongate.socket.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.HttpConnections;
import io.moongate.net.NetException;
import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.netty.util.NetUtil;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.socket} in one VM. */
final class SocketLibrary {

    private final LuaVm vm;
    private final Network network;
    private final Sockets sockets;
    private final Cosockets cosockets;
    private final HandOver handOver;

    SocketLibrary(ModuleContext context, NetLoops loops, int limit, Supplier<Optional<HttpConnections>> http) {
        this.vm = context.vm();
        this.network = new Network(loops, vm);
        this.sockets = new Sockets(context, network, limit);
        this.cosockets = new Cosockets(vm);
        this.handOver = new HandOver(vm, sockets, http);
    }

    Sockets sockets() {
        return sockets;
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba.socket")
                .function("bind", this::bind)
                .function("connect", this::connect)
                .function("udpcon", this::udpcon)
                .function("event", this::event)
                .function("getsock", args -> getsock())
                .function("toip", this::toip)
                .function("stat", args -> stat())
                .function("req2sock", handOver::take)
                .function("http2sock", handOver::take)
                .function("sock2req", handOver::give)
                .function("h2n", NetworkNumbers::h2n)
                .function("n2h", NetworkNumbers::n2h)
                .function("fh2n", NetworkNumbers::fh2n)
                .function("fn2h", NetworkNumbers::fn2h);
    }

    private void requireMore() {
        vm.grants().demand(Grant.NETWORK);
        sockets.requireRoom();
    }

    private Varargs bind(Args args) {
        requireMore();
        int port = args.integer(1, 0, 65535);
        SocketOptions options = SocketOptions.of(args, 2);
        Optional<TlsContext> tls = options.sharkOf(args, 2, true);
        return open(network.listen(port, options, tls), sockets::create, NetException.BIND);
    }

    private Varargs connect(Args args) {
        vm.grants().demand(Grant.NETWORK);
        String host = args.text(1);
        int port = args.integer(2, 0, 65535);
        SocketOptions options = SocketOptions.of(args, 3);
        Optional<TlsContext> tls = options.sharkOf(args, 3, false);
        Optional<CurrentSocket> current = CurrentSocket.of(vm);
        if (current.isPresent()) {
            return connect(current.get(), host, port, options, tls);
        }
        sockets.requireRoom();
        return open(network.connect(host, port, options, tls), sockets::create, NetException.CANNOT_CONNECT);
    }

    /** A cosocket connects itself, once. */
    private Varargs connect(
            CurrentSocket current, String host, int port, SocketOptions options, Optional<TlsContext> tls) {
        LuaSocket socket = current.socket();
        if (!socket.tryConnect() || !(socket.endpoint() instanceof Unconnected nothing)) {
            return Result.fail("incorrectuse");
        }
        CompletableFuture<StreamEndpoint> connecting = network.connect(host, port, options, tls);
        nothing.closed()
                .thenRun(() -> connecting.completeExceptionally(
                        new NetException(NetException.SOCKET_CLOSED, "closed while connecting")));
        return open(
                connecting,
                endpoint -> {
                    socket.connectedTo(endpoint);
                    return current.handle();
                },
                NetException.CANNOT_CONNECT);
    }

    private interface Opened<E> {
        LuaValue handle(E endpoint);
    }

    private <E extends Endpoint> Varargs open(CompletableFuture<E> opening, Opened<E> opened, String failure) {
        try {
            return opened.handle(awaitOpen(opening));
        } catch (CompletionException e) {
            return Failures.of(e, failure);
        }
    }

    /** Waits; when the strand is killed meanwhile, what was opened is closed. */
    private <E extends Endpoint> E awaitOpen(CompletableFuture<E> opening) {
        boolean delivered = false;
        try {
            E endpoint = CurrentSocket.of(vm).map(CurrentSocket::socket).orElse(null) instanceof LuaSocket owner
                    ? owner.await(State.CONNECT, opening)
                    : vm.await(opening);
            delivered = true;
            return endpoint;
        } finally {
            if (!delivered && !opening.cancel(false)) {
                opening.thenAccept(Endpoint::close);
            }
        }
    }

    private Varargs udpcon(Args args) {
        requireMore();
        boolean hasAddress = args.value(1).isstring();
        int options = hasAddress ? 3 : 1;
        Optional<String> host = hasAddress ? Optional.of(args.text(1)) : Optional.empty();
        int port = hasAddress ? args.integer(2, 0, 65535) : 0;
        return open(
                network.datagrams(host, port, SocketOptions.of(args, options)),
                sockets::create,
                NetException.CANNOT_CONNECT);
    }

    private Varargs event(Args args) {
        LuaFunction function = args.function(1);
        sockets.requireRoom();
        LuaUserdata handle = sockets.createUnconnected();
        CurrentSocket current = new CurrentSocket((LuaSocket) handle.m_instance, handle);
        return cosockets.start(current, LuaSocket.Mode.COSOCKET, function, args.from(2), handle);
    }

    private Varargs getsock() {
        return CurrentSocket.of(vm).<LuaValue>map(CurrentSocket::handle).orElse(LuaValue.NIL);
    }

    private Varargs toip(Args args) {
        String name = args.text(1);
        boolean ipv6 = args.truth(2);
        try {
            return Result.of(NetUtil.toAddressString(vm.await(network.loops().resolve(name, ipv6))));
        } catch (CompletionException e) {
            return Failures.of(e, NetException.CANNOT_RESOLVE);
        }
    }

    private Varargs stat() {
        return LuaValue.varargsOf(Numbers.integer(sockets.count()), Numbers.integer(sockets.countConnected()));
    }
}
