package io.moongate.httpclient.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * The option table of {@code httpc.create}.
 *
 * @param proxy how to reach servers; empty: directly
 * @param proxyOnly whether requests end when the proxy's tunnel is there
 */
record ClientOptions(
        Optional<TlsContext> shark,
        boolean persistent,
        Optional<String> intf,
        boolean ipv6,
        Optional<Proxy> proxy,
        boolean proxyOnly) {

    private static final int HTTP_PROXY_PORT = 8080;
    private static final int SOCKS_PROXY_PORT = 1080;

    /** A proxy. @param user empty: no credentials */
    record Proxy(String host, int port, boolean socks, Optional<String> user, String password) {}

    static ClientOptions of(Args args) {
        LuaTable table = args.isNil(1) ? new LuaTable() : args.table(1);
        LuaValue persistent = table.get("persistent");
        return new ClientOptions(
                shark(args, table),
                persistent.isnil() || persistent.toboolean(),
                text(table, "intf"),
                table.get("ipv6").toboolean(),
                text(table, "proxy").map(host -> proxy(args, table, host)),
                table.get("proxycon").toboolean());
    }

    private static Proxy proxy(Args args, LuaTable table, String host) {
        boolean socks = table.get("socks").toboolean();
        int port = table.get("proxyport").optint(socks ? SOCKS_PROXY_PORT : HTTP_PROXY_PORT);
        if (port < 1 || port > 65535) {
            throw args.bad(1, "proxyport " + port + " is not in 1..65535");
        }
        return new Proxy(
                host,
                port,
                socks,
                text(table, "proxyuser"),
                text(table, "proxypass").orElse(""));
    }

    static Optional<TlsContext> shark(Args args, LuaTable table) {
        LuaValue value = table.get("shark");
        if (value.isnil()) {
            return Optional.empty();
        }
        if (value instanceof LuaUserdata userdata && userdata.m_instance instanceof TlsContext context) {
            if (context.isServer()) {
                throw args.bad(1, "option 'shark' is not a client type");
            }
            return Optional.of(context);
        }
        throw args.bad(1, "option 'shark' is no SHARKSSL object");
    }

    static Optional<String> text(LuaTable table, String name) {
        LuaValue value = table.get(name);
        return value.isstring() ? Optional.of(value.tojstring()) : Optional.empty();
    }
}
