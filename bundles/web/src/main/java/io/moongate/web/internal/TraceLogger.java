package io.moongate.web.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.TraceLog;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.Response;
import io.moongate.web.internal.http.WebSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A directory that shows the gateway's trace to one browser at a time over a WebSocket. Frames to it: 1 and the settings,
 * 2 and text, 3 when another client takes over; from it two bytes, a setting and its value.
 */
final class TraceLogger extends Directory {

    static final String NAME = "tracelogger.service";

    /** Fields whose values are as good as a password. */
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");
    /** Of one write of a page. */
    private static final int BODY_BYTES = 16384;

    private final Optional<TraceLog> log;
    private volatile TraceOptions options = TraceOptions.standard();
    private volatile @Nullable LuaFunction onClient;
    private volatile @Nullable Client client;

    /** A browser that looks on. */
    private record Client(WebSocketChannel channel, TraceLog.@Nullable Subscription subscription, LuaValue session) {
        void close() {
            if (subscription != null) {
                subscription.close();
            }
        }
    }

    TraceLogger(VmWeb web) {
        super(web, NAME, 0);
        this.log = web.server().traceLog();
    }

    static LuaType<TraceLogger> type() {
        return DirectoryMethods.addTo(LuaType.named("TRACELOGGER", TraceLogger.class))
                .method("service", DirectoryMethods::service)
                .method("configure", TraceLogger::configure)
                .method("onclient", (self, args) -> {
                    self.onClient = args.optFunction(1);
                    return Result.none();
                })
                .method("close", (self, args) -> {
                    self.end();
                    return Result.none();
                });
    }

    private void end() {
        unlink();
        web().server().trace(null);
        leave(client);
    }

    @Override
    void close() {
        super.close();
        web().server().trace(null);
        leave(client);
    }

    // --- settings

    private static Varargs configure(TraceLogger self, Args args) {
        LuaTable given = args.isNil(1) ? Values.table() : args.table(1);
        TraceOptions now = self.options;
        TraceOptions next = new TraceOptions(
                flag(given, "request", now.request()),
                flag(given, "requestheaders", now.requestHeaders()),
                flag(given, "responseheaders", now.responseHeaders()),
                flag(given, "http11state", now.http11State()),
                flag(given, "responsebody", now.responseBody()),
                Math.clamp(given.get("priority").optint(now.priority()), 0, 10));
        self.change(next);
        LuaTable table = Values.table();
        table.set("request", LuaValue.valueOf(next.request()));
        table.set("requestheaders", LuaValue.valueOf(next.requestHeaders()));
        table.set("responseheaders", LuaValue.valueOf(next.responseHeaders()));
        table.set("http11state", LuaValue.valueOf(next.http11State()));
        table.set("responsebody", LuaValue.valueOf(next.responseBody()));
        table.set("priority", Numbers.integer(next.priority()));
        return table;
    }

    private static boolean flag(LuaTable given, String name, boolean now) {
        LuaValue value = given.get(name);
        return value.isnil() ? now : value.toboolean();
    }

    private void change(TraceOptions next) {
        options = next;
        web().server().trace(next.tracesHttp() ? this : null);
    }

    TraceOptions options() {
        return options;
    }

    // --- clients

    @Override
    protected boolean content(Command command, String path) {
        if (!path.isEmpty()) {
            return children(command, path);
        }
        Exchange exchange = command.exchange();
        if ("websocket".equalsIgnoreCase(exchange.header("Upgrade"))) {
            connect(command);
        } else if (exchange.header("X-Requested-With") != null) {
            probe(command);
        } else {
            Answers.methodNotAllowed(command.response(), "GET");
        }
        return true;
    }

    private synchronized void probe(Command command) {
        command.response().headers().set("tracelogger", "1.0");
        command.response().setStatus(client == null ? 204 : 503);
        if (client != null) {
            command.response().setContentLength(0);
        }
    }

    private void connect(Command command) {
        // A page of another site must not open the trace with the user's cookie.
        if (!Urls.isSameOrigin(command.exchange())) {
            command.sendError(403, "");
            return;
        }
        LuaValue session = command.visit()
                .session()
                .map(found -> (LuaValue) Numbers.integer(found.id()))
                .orElse(LuaValue.NIL);
        WebSocketChannel channel = WebSocketChannel.accept(command.exchange(), this::received, this::closed);
        command.detach().leave();
        join(channel, session);
    }

    private synchronized void join(WebSocketChannel channel, LuaValue session) {
        Client before = client;
        if (before != null) {
            before.channel.send(new byte[] {3});
            before.close();
            before.channel.close(1000);
        }
        channel.send(options.frame());
        TraceLog.Subscription subscription = log.map(entries -> entries.subscribe(entry -> show(channel, entry)))
                .orElse(null);
        client = new Client(channel, subscription, session);
        if (before == null) {
            tell(1, session);
        }
    }

    private void show(WebSocketChannel channel, TraceEntry entry) {
        if (entry.priority() <= options.priority()) {
            channel.send(text(entry.text()));
        }
    }

    private static byte[] text(byte[] message) {
        byte[] frame = new byte[message.length + 1];
        frame[0] = 2;
        System.arraycopy(message, 0, frame, 1, message.length);
        return frame;
    }

    /** On an event loop: a setting of the client. */
    private void received(byte[] frame) {
        if (frame.length >= 2) {
            change(options.with(frame[0], frame[1] & 0xff));
        }
    }

    private synchronized void closed(WebSocketChannel channel) {
        Client now = client;
        if (now != null && now.channel == channel) {
            leave(now);
        }
    }

    private synchronized void leave(@Nullable Client who) {
        if (who != null && who == client) {
            client = null;
            who.close();
            tell(0, who.session);
        }
    }

    private void tell(int clients, LuaValue session) {
        LuaFunction told = onClient;
        if (told != null) {
            web().vm().call("onclient", told, Result.of(Numbers.integer(clients), session));
        }
    }

    // --- what happens in HTTP

    /** Traces what the settings ask of a request, and of its answer. From any thread. */
    void request(Exchange exchange) {
        TraceOptions now = options;
        if (now.request() || now.requestHeaders()) {
            StringBuilder text = new StringBuilder(line(exchange)).append('\n');
            if (now.requestHeaders()) {
                exchange.head().headers().forEach(field -> text.append(shown(field.getKey(), field.getValue())));
            }
            write(text.toString());
        }
        if (now.http11State()) {
            write(line(exchange) + ": request begins\n");
        }
        if (now.responseHeaders() || now.http11State()) {
            exchange.response().observe(new Answer(exchange));
        }
    }

    private static String line(Exchange exchange) {
        return exchange.peer().getAddress().getHostAddress() + " " + exchange.method() + " "
                + exchange.head().uri();
    }

    private static String shown(String name, String value) {
        return "   " + name + ": " + (SECRET.contains(name.toLowerCase(Locale.ROOT)) ? "..." : value) + "\n";
    }

    /** Traces the answer to a request. */
    private final class Answer implements Response.Observer {

        private final Exchange exchange;

        Answer(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void head(int status, HttpHeaders fields) {
            if (options.responseHeaders()) {
                StringBuilder text = new StringBuilder(line(exchange) + " -> " + status + "\n");
                fields.forEach(field -> text.append(shown(field.getKey(), field.getValue())));
                write(text.toString());
            }
        }

        @Override
        public void end(boolean keepAlive) {
            if (options.http11State()) {
                write(line(exchange) + ": answered, connection " + (keepAlive ? "kept" : "closes") + "\n");
            }
        }
    }

    /** Traces what a page writes. */
    void body(byte[] bytes, int offset, int length) {
        if (options.responseBody() && length > 0) {
            write(Arrays.copyOfRange(bytes, offset, offset + Math.min(length, BODY_BYTES)));
        }
    }

    private void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Into the gateway's trace, which clients follow; without one straight to the client. */
    private void write(byte[] text) {
        Client now = client;
        if (log.isPresent()) {
            log.get().of("http").write(0, text);
        } else if (now != null) {
            now.channel.send(text(text));
        }
    }
}
