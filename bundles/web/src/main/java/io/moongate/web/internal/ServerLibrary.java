package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.web.internal.http.Backend;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** Ports, proxies, uploads: what else the server offers to {@code ba.create}. */
final class ServerLibrary {

    private final VmWeb web;

    ServerLibrary(VmWeb web) {
        this.web = web;
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba.create")
                .function("servcon", args -> ServerConnection.create(web, args))
                .function("upload", args -> Upload.create(web, args))
                .function("dav", args -> web.types().wrap(DavMethods.create(web, args)))
                .function("tracelogger", args -> web.types().wrap(new TraceLogger(web)))
                .function("redirector", this::redirector);
    }

    /** {@code (name|nil, host, port [, base] [, priority])} or, a gateway, {@code (name [, priority])}. */
    private Varargs redirector(Args args) {
        args.any(1);
        String name = args.optText(1, "");
        if (!(args.value(2) instanceof LuaString) || args.value(2) instanceof LuaNumber) {
            int priority = (int) args.optInteger(2, 0);
            return web.types().wrap(new Redirector(web, name, priority, null, "/"));
        }
        Backend backend = new Backend(args.text(2), args.integer(3, 1, 65535));
        boolean hasBase = args.value(4) instanceof LuaString;
        String base = hasBase ? args.text(4) : "/";
        int priority = (int) args.optInteger(hasBase ? 5 : 4, 0);
        return web.types().wrap(new Redirector(web, name, priority, backend, withSlashes(base)));
    }

    private static String withSlashes(String base) {
        String start = base.startsWith("/") ? base : "/" + base;
        return start.endsWith("/") ? start : start + "/";
    }
}
