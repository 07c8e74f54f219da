package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.BodyException;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.HttpDates;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What Lua can ask a request. */
final class RequestMethods {
    private RequestMethods() {}

    static LuaType<Command> addTo(LuaType<Command> type) {
        return type.method("method", (self, args) -> Result.of(self.exchange().method()))
                .method(
                        "uri",
                        (self, args) -> Result.of(self.exchange().target().path()))
                .method("url", RequestMethods::url)
                .method("domain", RequestMethods::domain)
                .method("version", (self, args) -> Result.of(self.exchange().isHttp10() ? "1.0" : "1.1"))
                .method("header", RequestMethods::header)
                .method("data", RequestMethods::data)
                .method("datapairs", RequestMethods::dataPairs)
                .method("peername", (self, args) -> address(self.exchange().peer()))
                .method("sockname", (self, args) -> address(self.exchange().local()))
                .method("issecure", (self, args) -> Result.of(self.exchange().isSecure()))
                .method("allow", RequestMethods::allow)
                .method("checktime", RequestMethods::checkTime)
                .method("rawrdr", RequestMethods::rawReader)
                .method("env", (self, args) -> self.environment())
                .method("encodeurl", RequestMethods::encodeUrl)
                .method("encoderedirecturl", RequestMethods::encodeRedirectUrl)
                .method("isinclude", (self, args) -> depth(self.includes()))
                .method("isforward", (self, args) -> depth(self.forwards()))
                .method("initial", (self, args) -> Result.of(!self.isIncluded() && !self.isForwarded()));
    }

    private static Varargs depth(int depth) {
        return Result.of(LuaValue.valueOf(depth > 0), io.moongate.lua.Numbers.integer(depth));
    }

    private static Varargs url(Command self, Args args) {
        Exchange exchange = self.exchange();
        boolean secure = exchange.isSecure() || args.truth(1);
        return Result.of(Urls.origin(exchange, secure) + exchange.target().path());
    }

    private static Varargs domain(Command self, Args args) {
        String host = self.exchange().host();
        int colon = host.lastIndexOf(':');
        return Values.latin1(colon > host.lastIndexOf(']') ? host.substring(0, colon) : host);
    }

    private static Varargs header(Command self, Args args) {
        HttpHeaders headers = self.exchange().head().headers();
        if (args.count() > 0) {
            return Values.orNil(headers.get(Values.latin1(args.string(1))));
        }
        LuaTable table = Values.table();
        headers.forEach(field -> table.rawset(Values.latin1(field.getKey()), Values.latin1(field.getValue())));
        return table;
    }

    private static Varargs data(Command self, Args args) {
        if (args.count() == 0) {
            LuaTable table = Values.table();
            self.parameters()
                    .pairs()
                    .forEach(pair -> table.rawset(Values.latin1(pair.name()), Values.latin1(pair.value())));
            return table;
        }
        LuaValue[] values = new LuaValue[args.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = self.parameters()
                    .first(Values.latin1(args.string(i + 1)))
                    .map(value -> (LuaValue) Values.latin1(value))
                    .orElse(LuaValue.NIL);
        }
        return LuaValue.varargsOf(values);
    }

    private static Varargs dataPairs(Command self, Args args) {
        Iterator<Parameters.Pair> pairs = self.parameters().pairs().iterator();
        return self.web().context().function("datapairs", none -> {
            if (!pairs.hasNext()) {
                return Result.nil();
            }
            Parameters.Pair pair = pairs.next();
            return Result.of(Values.latin1(pair.name()), Values.latin1(pair.value()));
        });
    }

    static Varargs address(InetSocketAddress address) {
        boolean v6 = address.getAddress() instanceof Inet6Address;
        return Result.of(
                Result.string(address.getAddress().getHostAddress()),
                io.moongate.lua.Numbers.integer(address.getPort()),
                LuaValue.valueOf(v6));
    }

    private static Varargs allow(Command self, Args args) {
        Set<String> allowed = new TreeSet<>(Set.of("HEAD", "OPTIONS"));
        LuaTable given = args.table(1);
        for (int i = 1; i <= given.length(); i++) {
            allowed.add(given.get(i).tojstring());
        }
        String method = self.exchange().method();
        boolean options = method.equals("OPTIONS");
        if (allowed.contains(method) && !options) {
            return Result.of(true);
        }
        String list = allowed.stream().collect(Collectors.joining(", "));
        Answers.methodNotAllowed(self.response(), list);
        if (options) {
            self.response().setStatus(200);
        }
        throw new PageEnd();
    }

    private static Varargs checkTime(Command self, Args args) {
        long changed = args.truncated(1);
        String since = self.exchange().header("If-Modified-Since");
        OptionalLong known = since == null ? OptionalLong.empty() : HttpDates.parse(since);
        if (known.isEmpty() || known.getAsLong() < changed) {
            return Result.of(true);
        }
        self.response().resetBuffer();
        self.response().setStatus(304);
        throw new PageEnd();
    }

    private static Varargs rawReader(Command self, Args args) {
        if (self.exchange().isForm()) {
            throw new LuaError("URL encoded data");
        }
        if (!self.exchange().hasBody()) {
            throw new LuaError("the request has no body: neither Content-Length nor chunks");
        }
        int limit = args.optInteger(1, 65536, 1, 1 << 30);
        BodyReader reader = new BodyReader(self, limit);
        return self.web().context().function("rawrdr", none -> reader.next());
    }

    /** Hands out a body in pieces of a length. */
    private static final class BodyReader {
        private final Command command;
        private final int limit;
        private byte[] rest = {};
        private int at;

        BodyReader(Command command, int limit) {
            this.command = command;
            this.limit = limit;
        }

        Varargs next() {
            if (at == rest.length) {
                rest = read(command);
                at = 0;
                if (rest.length == 0) {
                    return Result.nil();
                }
            }
            int end = Math.min(rest.length, at + limit);
            byte[] piece = Arrays.copyOfRange(rest, at, end);
            at = end;
            return Result.of(piece);
        }
    }

    /** The next piece of a body; empty at its end. */
    static byte[] read(Command command) {
        try {
            return command.await(command.exchange().body().read());
        } catch (CompletionException e) {
            throw e.getCause() instanceof BodyException body ? new LuaError(body.getMessage()) : e;
        }
    }

    private static Varargs encodeUrl(Command self, Args args) {
        return Result.of(Urls.encode(args.bytes(1)));
    }

    private static Varargs encodeRedirectUrl(Command self, Args args) {
        LuaString url = args.string(1);
        return Result.of(redirectUrl(self, url, args.truth(2)));
    }

    /** An absolute URL: relative to the request's directory unless it begins with a slash or has a scheme. */
    static byte[] redirectUrl(Command command, LuaString url, boolean withQuery) {
        Exchange exchange = command.exchange();
        String text = Values.latin1(url);
        String absolute = text;
        if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            String path = exchange.target().path();
            String base = Urls.encode(path.substring(0, path.lastIndexOf('/') + 1));
            String local = Values.latin1(
                    LuaString.valueUsing(Urls.encode(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))));
            absolute = Urls.absolute(exchange, local.startsWith("/") ? local : base + local);
        }
        String query = exchange.target().query();
        if (withQuery && !query.isEmpty()) {
            absolute += "?" + query;
        }
        return absolute.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static boolean isWritable(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber;
    }
}
