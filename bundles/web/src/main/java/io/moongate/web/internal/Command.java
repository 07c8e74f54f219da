package io.moongate.web.internal;

import io.moongate.net.NetException;
import io.moongate.net.TakenConnection;
import io.moongate.net.Takeover;
import io.moongate.net.WebSocketUpgrade;
import io.moongate.web.internal.http.ClientGone;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.Response;
import io.moongate.web.internal.http.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;

/**
 * One exchange as one VM sees it: what Lua knows as {@code request} and {@code response}, which are the same object. On
 * strands of that VM.
 */
final class Command implements Takeover {

    static final String PAGE_TYPE = "text/html; charset=utf-8";
    static final String PAGE_CACHING = "no-store, no-cache, must-revalidate, max-age=0";
    /** Pages in pages: deeper nesting is taken for an endless loop. */
    private static final int NESTING_LIMIT = 50;

    /** A page or directory function that runs. */
    private record Context(Reader reader, String path) {}

    private final VmWeb web;
    private final Exchange exchange;
    private final Deque<Context> contexts = new ArrayDeque<>();
    private @Nullable Response response;
    private @Nullable LuaTable environment;
    private @Nullable LuaUserdata self;
    private @Nullable ResponseFilter filter;
    private @Nullable Parameters parameters;
    private int includes;
    private int forwards;
    private boolean internal;
    private boolean sentDirectly;

    Command(VmWeb web, Exchange exchange) {
        this.web = web;
        this.exchange = exchange;
        this.response = exchange.response();
    }

    VmWeb web() {
        return web;
    }

    Exchange exchange() {
        return exchange;
    }

    /** @throws LuaError when the response was detached from the page */
    Response response() {
        if (response == null) {
            throw new LuaError("the response was deferred");
        }
        return response;
    }

    boolean isDetached() {
        return response == null;
    }

    /** Takes the response away from the page: somebody else ends it. */
    Response detach() {
        Response taken = response();
        response = null;
        return taken;
    }

    Visit visit() {
        return Visit.of(exchange, web.server().sessions());
    }

    /** Who is logged in at this VM's app. */
    Optional<Session.User> user() {
        return visit().user(app());
    }

    /** The name under which logins of this VM are kept; it outlives a restart of the app. */
    String app() {
        return web.vm().name();
    }

    /** Sends what a compressing filter still holds. */
    void finishFilter() {
        if (filter instanceof ResponseBuffer buffer && !isDetached()) {
            buffer.send();
        }
    }

    Parameters parameters() {
        if (parameters == null) {
            parameters = Parameters.of(exchange);
        }
        return parameters;
    }

    LuaUserdata self() {
        if (self == null) {
            self = web.wrap(this);
        }
        return self;
    }

    /** The environment of the request's pages and directory functions. */
    LuaTable environment() {
        if (environment == null) {
            environment = web.environment(self());
        }
        return environment;
    }

    /** Waits; ends the page when the client is gone. */
    <T> T await(CompletionStage<T> stage) {
        try {
            return web.vm().await(stage);
        } catch (ClientGone e) {
            throw new PageEnd();
        }
    }

    // --- giving the connection away

    @Override
    public CompletionStage<TakenConnection> takeConnection() {
        if (isDetached()) {
            return failed(NetException.SOCKET_CLOSED, "the connection was taken or the response deferred");
        }
        Optional<WebSocketUpgrade> upgrade = Optional.empty();
        if (isUpgrade()) {
            String key = exchange.header("Sec-WebSocket-Key");
            if (key == null || !"13".equals(exchange.header("Sec-WebSocket-Version"))) {
                return failed(NetException.INVALID_SOCKET_CON, "not a WebSocket handshake of version 13");
            }
            upgrade = Optional.of(new WebSocketUpgrade.Requested(key, webSocketFields()));
        }
        if (!response().isCommitted()) {
            response().resetBuffer();
        }
        Optional<WebSocketUpgrade> webSocket = upgrade;
        detach().leave();
        return exchange.connection()
                .release(exchange)
                .thenApply(rest -> new TakenConnection(
                        exchange.connection().channel(),
                        rest,
                        "",
                        exchange.connection().tlsPeer(),
                        webSocket));
    }

    private static CompletionStage<TakenConnection> failed(String code, String why) {
        return CompletableFuture.failedFuture(new NetException(code, why));
    }

    private boolean isUpgrade() {
        String upgrade = exchange.header("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    private List<Map.Entry<String, String>> webSocketFields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        response().headers().forEach((name, value) -> {
            if (name.regionMatches(true, 0, "Sec-WebSocket-", 0, 14)) {
                fields.add(Map.entry(name, value));
            }
        });
        response().cookies().forEach(cookie -> fields.add(Map.entry("Set-Cookie", cookie)));
        return fields;
    }

    // --- writing

    void write(LuaString text) {
        write(text.m_bytes, text.m_offset, text.m_length);
    }

    void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) {
        traceBody(bytes, offset, length);
        ResponseFilter through = filter;
        if (through != null) {
            through.write(bytes, offset, length);
        } else {
            await(response().write(bytes, offset, length));
        }
    }

    private void traceBody(byte[] bytes, int offset, int length) {
        TraceLogger logger = web.server().tracing();
        if (logger != null) {
            logger.body(bytes, offset, length);
        }
    }

    /** Sends past the buffer; not to be mixed with {@link #write}. */
    void send(LuaString text) {
        if (response().buffered() > 0 || filter != null) {
            throw new LuaError("mixingwritesend");
        }
        traceBody(text.m_bytes, text.m_offset, text.m_length);
        sentDirectly = true;
        await(response().send(text.m_bytes, text.m_offset, text.m_length));
    }

    boolean sentDirectly() {
        return sentDirectly;
    }

    void flush() {
        if (filter == null) {
            await(response().flush());
        }
    }

    void setFilter(@Nullable ResponseFilter through) {
        filter = through;
    }

    @Nullable
    ResponseFilter filter() {
        return filter;
    }

    void setDefaultHeadersOnce() {
        if (includes == 0 && !response().isCommitted()) {
            var headers = response().headers();
            if (!headers.contains("Content-Type")) {
                headers.set("Content-Type", PAGE_TYPE);
            }
            if (!headers.contains("Cache-Control")) {
                headers.set("Cache-Control", PAGE_CACHING);
            }
        }
    }

    // --- where we are

    boolean isIncluded() {
        return includes > 0;
    }

    boolean isForwarded() {
        return forwards > 0;
    }

    int includes() {
        return includes;
    }

    int forwards() {
        return forwards;
    }

    /** Whether the server itself asks: hidden names are served and nobody is asked for a password. */
    boolean isInternal() {
        return internal;
    }

    <T> T asInternal(Supplier<T> action) {
        boolean before = internal;
        internal = true;
        try {
            return action.get();
        } finally {
            internal = before;
        }
    }

    boolean internally(BooleanSupplier action) {
        return asInternal(action::getAsBoolean);
    }

    /** Runs a page; paths it names are relative to it. */
    void runIn(Reader reader, String path, Runnable page) {
        if (contexts.size() >= NESTING_LIMIT) {
            throw new LuaError("pages are nested deeper than the limit of " + NESTING_LIMIT);
        }
        contexts.push(new Context(reader, path));
        try {
            page.run();
        } finally {
            contexts.pop();
        }
    }

    // --- other pages

    void include(String path) {
        includes++;
        try {
            runOther(path);
        } finally {
            includes--;
        }
    }

    /** Runs another page instead of this one. */
    void forward(String path) {
        if (response().isCommitted()) {
            throw new LuaError("Error iscommitted: " + path);
        }
        response().resetBuffer();
        forwards++;
        try {
            runOther(path);
        } finally {
            forwards--;
        }
        throw new PageEnd();
    }

    /** Runs another page as if it had been asked for. */
    void redirect(String path) {
        if (response().isCommitted()) {
            throw new LuaError("Error iscommitted: " + path);
        }
        response().resetBuffer();
        int includesBefore = includes;
        int forwardsBefore = forwards;
        includes = 0;
        forwards = 0;
        try {
            runOther(path);
        } finally {
            includes = includesBefore;
            forwards = forwardsBefore;
        }
        throw new PageEnd();
    }

    /** Runs a page of the tree in place of what was asked for. @param path from the root */
    void serveInstead(String path) {
        forwards++;
        try {
            runOther(path.startsWith("/") ? path : "/" + path);
        } finally {
            forwards--;
        }
    }

    private void runOther(String path) {
        boolean found;
        try {
            found = internally(() -> resolve(path));
        } catch (LuaError e) {
            throw new PageFailure(e);
        }
        if (!found) {
            throw new LuaError("Error pagenotfound: " + path);
        }
    }

    private boolean resolve(String path) {
        if (path.startsWith("/")) {
            return fromRoot(path);
        }
        Context here = contexts.peek();
        if (here == null) {
            return fromRoot(directoryOf(exchange.target().path()) + path);
        }
        String local = directoryOf("/" + here.path) + path;
        Optional<String> inside = Target.normalize(local);
        return inside.isPresent()
                ? here.reader.file(this, inside.get().substring(1))
                : fromRoot(here.reader.baseUri() + local.substring(1));
    }

    private static String directoryOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private boolean fromRoot(String path) {
        Optional<String> normal = Target.normalize(path);
        return normal.isPresent() && web.server().serveHere(this, normal.get());
    }

    /** Takes over the depth of the command of another VM that includes this one's page. */
    void nestIn(Command other) {
        includes = other.includes;
        forwards = other.forwards;
        internal = other.internal;
    }

    // --- answers of the server

    /** On a plain connection: sends the client to the secure port, or refuses. @return whether it did */
    boolean demandTls() {
        if (exchange.isSecure()) {
            return false;
        }
        String host = exchange.host();
        if (host.matches(".*:\\d+")) {
            sendError(403, "a secure connection is required");
        } else {
            Answers.redirect(
                    response(),
                    301,
                    "https://" + host + Urls.encode(exchange.target().path()));
        }
        return true;
    }

    void sendError(int code, String text) {
        filter = null;
        Answers.error(response(), code, text);
    }

    @Override
    public String toString() {
        return exchange.method() + " " + exchange.target().path();
    }
}
