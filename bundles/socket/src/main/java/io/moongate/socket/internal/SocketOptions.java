package io.moongate.socket.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * The option table of {@code bind}, {@code connect} and {@code udpcon}.
 *
 * @param localPort 0: any
 * @param timeoutMillis for connecting
 */
record SocketOptions(
        Optional<String> intf, boolean ipv6, Optional<TlsContext> shark, Alpn alpn, int localPort, int timeoutMillis) {

    /** As the reference manual has it. */
    private static final int DEFAULT_TIMEOUT = 1000;

    /** Reads the argument at {@code index}; what is no table is no options. */
    static SocketOptions of(Args args, int index) {
        LuaTable table = args.value(index) instanceof LuaTable given ? given : new LuaTable();
        LuaValue intf = table.get("intf");
        LuaValue alpn = table.get("alpn");
        LuaValue port = table.get("port");
        LuaValue timeout = table.get("timeout");
        return new SocketOptions(
                intf.isstring() ? Optional.of(intf.tojstring()) : Optional.empty(),
                table.get("ipv6").toboolean(),
                shark(args, index, table.get("shark")),
                alpn.isstring() ? Alpn.of(alpn.tojstring()) : Alpn.NONE,
                port.isnumber() ? port(args, index, port) : 0,
                timeout.isnumber() ? Math.max(1, timeout.toint()) : DEFAULT_TIMEOUT);
    }

    private static int port(Args args, int index, LuaValue value) {
        int port = value.toint();
        if (port < 0 || port > 65535) {
            throw args.bad(index, "port " + port + " is not in 0..65535");
        }
        return port;
    }

    private static Optional<TlsContext> shark(Args args, int index, LuaValue value) {
        if (value.isnil()) {
            return Optional.empty();
        }
        TlsContext context = tlsContext(value);
        if (context == null) {
            throw args.bad(index, "option 'shark' is no SHARKSSL object");
        }
        return Optional.of(context);
    }

    static @Nullable TlsContext tlsContext(LuaValue value) {
        return value instanceof LuaUserdata userdata && userdata.m_instance instanceof TlsContext context
                ? context
                : null;
    }

    /** The context for one side of connections; raises when it is for the other. */
    Optional<TlsContext> sharkOf(Args args, int index, boolean server) {
        if (shark.isPresent() && shark.get().isServer() != server) {
            throw args.bad(index, "not a " + (server ? "server" : "client") + " type");
        }
        return shark;
    }
}
