package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.Backend;
import io.moongate.web.internal.http.BackendConnections;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.ProxyClient;
import io.moongate.web.internal.http.ProxyRules;
import io.moongate.web.internal.http.ProxyTunnel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A reverse proxy: what is below it is asked of another server. */
final class Redirector extends Directory {

    private static final Pattern COOKIE_PATH = Pattern.compile("(;\\s*path=)([^;]*)", Pattern.CASE_INSENSITIVE);

    private final @Nullable Backend backend;
    private final String base;
    private volatile ProxyRules rules = ProxyRules.NONE;

    /**
     * @param backend null for a gateway, whose path begins with the server to ask
     * @param base the path at the other server, ends with a slash
     */
    Redirector(VmWeb web, String name, int priority, @Nullable Backend backend, String base) {
        super(web, name, priority);
        this.backend = backend;
        this.base = base;
    }

    static LuaType<Redirector> type() {
        return DirectoryMethods.addTo(LuaType.named("REDIRECTOR", Redirector.class))
                .method("rewrite", Redirector::rewrite);
    }

    // --- rules

    /** {@code rewrite{request={name=value|false}, response={name=value|false}, location=boolean}}. */
    private static Varargs rewrite(Redirector self, Args args) {
        LuaTable options = args.table(1);
        boolean location = options.get("location").toboolean();
        self.rules = new ProxyRules(
                fields(args, options.get("request")),
                fields(args, options.get("response")),
                location ? self::localUrl : UnaryOperator.identity(),
                location ? self::localCookie : UnaryOperator.identity());
        return Result.of(true);
    }

    private static Map<String, Optional<String>> fields(Args args, LuaValue given) {
        Map<String, Optional<String>> fields = new HashMap<>();
        if (given.isnil()) {
            return fields;
        }
        if (!(given instanceof LuaTable table)) {
            throw args.bad(1, "fields 'request' and 'response' are tables of header fields");
        }
        for (LuaValue key : table.keys()) {
            LuaValue value = table.get(key);
            String name = HeaderFields.name(args, key.checkstring());
            fields.put(
                    name,
                    value instanceof LuaString text ? Optional.of(HeaderFields.value(args, text)) : Values.text(value));
        }
        return fields;
    }

    /** A URL of the other server as a path here; other URLs are left as they are. */
    private String localUrl(String url) {
        Backend to = backend;
        if (to == null) {
            return url;
        }
        String path = url;
        for (String origin : new String[] {"http://" + to.host() + ":" + to.port(), "http://" + to.host()}) {
            if (url.startsWith(origin + "/")) {
                path = url.substring(origin.length());
                break;
            }
        }
        return localPath(path);
    }

    private String localPath(String path) {
        return path.startsWith(base) ? baseUri() + path.substring(base.length()) : path;
    }

    private String localCookie(String field) {
        Matcher path = COOKIE_PATH.matcher(field);
        return path.replaceFirst(found -> Matcher.quoteReplacement(
                found.group(1) + localPath(found.group(2).strip())));
    }

    // --- serving

    @Override
    protected boolean content(Command command, String path) {
        if (backend != null) {
            return forward(command, backend, base + Urls.encode(path));
        }
        int slash = path.indexOf('/');
        Optional<Backend> named = Backend.parse(slash < 0 ? path : path.substring(0, slash));
        return named.isPresent()
                && forward(command, named.get(), slash < 0 ? "/" : "/" + Urls.encode(path.substring(slash + 1)));
    }

    private boolean forward(Command command, Backend to, String path) {
        Exchange exchange = command.exchange();
        String query = exchange.target().query();
        String target = query.isEmpty() ? path : path + "?" + query;
        try {
            if (ProxyTunnel.isUpgrade(exchange)) {
                tunnel(command, to, target);
            } else {
                command.await(new ProxyClient(connections(), exchange, to, target, rules).run());
            }
        } catch (RuntimeException e) {
            unavailable(command);
        }
        return true;
    }

    private BackendConnections connections() {
        return web().server().backends();
    }

    private void tunnel(Command command, Backend to, String target) {
        ProxyTunnel tunnel = command.await(ProxyTunnel.open(connections(), to));
        command.detach().leave();
        tunnel.join(command.exchange(), to, target, rules);
    }

    private static void unavailable(Command command) {
        if (command.response().isCommitted()) {
            command.detach().breakOff();
            return;
        }
        command.response().resetBuffer();
        command.response().resetHeaders();
        command.response().setStatus(404);
        command.response().headers().set("Content-Type", "text/plain");
        command.write("The server behind this address does not answer.\n");
    }
}
