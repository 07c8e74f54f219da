package io.moongate.web.internal;

import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.Listener;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that Lua code opened, {@code ba.create.servcon}: can be moved and given another certificate while it runs. */
final class ServerConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final VmWeb web;
    private @Nullable Listener listener;
    private final @Nullable TlsContext tls;

    private ServerConnection(VmWeb web, Listener listener, @Nullable TlsContext tls) {
        this.web = web;
        this.listener = listener;
        this.tls = tls;
    }

    static LuaType<ServerConnection> type() {
        return LuaType.named("SERVCON", ServerConnection.class)
                .method("setport", ServerConnection::setPort)
                .method("close", ServerConnection::close)
                .method("favorRSA", (self, args) -> self.prefer(args, Listener::favorRsa))
                .method("clientcert", (self, args) -> self.prefer(args, Listener::askClientCertificate));
    }

    static Varargs create(VmWeb web, Args args) {
        ServerConnection old = args.objectOrNull(1, ServerConnection.class);
        if (old != null) {
            return old.replaced(context(args, args.table(2)));
        }
        int port = args.integer(1, 1, 65535);
        LuaTable options = args.isNil(2) ? Values.table() : args.table(2);
        TlsContext tls = options.get("shark").isnil() ? null : context(args, options);
        try {
            Listener opened = open(web, port, options, tls);
            return web.types().wrap(new ServerConnection(web, opened, tls));
        } catch (IOException e) {
            return cannotBind(e);
        }
    }

    /** Existing programs know the code alone, so the reason goes to the log. */
    private static Varargs cannotBind(IOException reason) {
        LOG.warn("{}", reason.getMessage());
        return Result.fail(NetException.BIND);
    }

    private static TlsContext context(Args args, LuaTable options) {
        TlsContext context = new Args("servcon", options.get("shark")).objectOrNull(1, TlsContext.class);
        if (context == null || !context.isServer()) {
            throw args.bad(2, "field 'shark' is no SharkSSL object of a server");
        }
        return context;
    }

    private static Listener open(VmWeb web, int port, LuaTable options, @Nullable TlsContext tls) throws IOException {
        boolean v6 = options.get("ipv6").toboolean();
        LuaValue intf = options.get("intf");
        InetAddress address;
        if (intf.isnil()) {
            address = InetAddress.getByAddress(new byte[v6 ? 16 : 4]);
        } else {
            address = LocalAddress.of(intf.tojstring(), v6);
        }
        if (address instanceof Inet6Address != v6 && intf.isnil()) {
            throw new NetException(NetException.BIND, "no such address family");
        }
        var where = new InetSocketAddress(address, port);
        return web.vm()
                .await(CompletableFuture.supplyAsync(() -> listen(web, where, tls)))
                .get();
    }

    /** A listener or why there is none; passed through a future that carries no checked exceptions. */
    private interface Outcome {
        Listener get() throws IOException;
    }

    private static Outcome listen(VmWeb web, InetSocketAddress where, @Nullable TlsContext tls) {
        try {
            Listener listener = web.server().listen(where, tls);
            return () -> listener;
        } catch (IOException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** This port with another certificate, as a new object; this object is of no more use. */
    private Varargs replaced(TlsContext next) {
        Listener taken = live();
        if (tls == null) {
            throw new LuaError("the connection is not secure");
        }
        listener = null;
        taken.replaceTls(next);
        return web.types().wrap(new ServerConnection(web, taken, next));
    }

    private Listener live() {
        if (listener == null) {
            throw new LuaError("Closed");
        }
        return listener;
    }

    private boolean isSecure() {
        return tls != null;
    }

    /** Changes a preference of a secure port. @return whether the port is one */
    private Varargs prefer(Args args, BiConsumer<Listener, Boolean> change) {
        boolean on = args.bool(1);
        if (isSecure()) {
            change.accept(live(), on);
        }
        return Result.of(isSecure());
    }

    private static Varargs setPort(ServerConnection self, Args args) {
        int port = args.integer(1, 1, 65535);
        Listener old = self.live();
        LuaTable options = args.isNil(2) ? Values.table() : args.table(2);
        try {
            self.listener = open(self.web, port, options, self.tls);
        } catch (IOException e) {
            return cannotBind(e);
        }
        self.closeLater(old);
        return Result.of(true);
    }

    private static Varargs close(ServerConnection self, Args args) {
        Listener old = self.listener;
        if (old == null && !self.isSecure()) {
            throw new LuaError("Closed");
        }
        self.listener = null;
        if (old != null) {
            self.closeLater(old);
        }
        return Result.of(true);
    }

    private void closeLater(Listener old) {
        web.vm().await(CompletableFuture.runAsync(() -> web.server().close(old)));
    }
}
