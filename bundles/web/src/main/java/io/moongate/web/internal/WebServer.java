package io.moongate.web.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.TraceLog;
import io.moongate.web.internal.RootTree.Candidate;
import io.moongate.web.internal.http.BackendConnections;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.HttpServer;
import io.moongate.web.internal.http.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** The web server: the tree of directories, what is behind it, and who is asked for a request. */
final class WebServer implements AutoCloseable {

    /** How long after its start the server says that apps are starting when it does not know a path. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final WebSettings settings;
    private final HttpServer http;
    private final RootTree root = new RootTree();
    private final MediaTypes mediaTypes = MediaTypes.load();
    private final CompressedFiles compressed = new CompressedFiles();
    private final Sessions sessions = new Sessions();
    private final Nonces nonces = new Nonces();
    private final LoginTracker tracker;
    private final PageErrors errors;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("web-clock").daemon().factory());
    private final long started = System.nanoTime();
    private final NetLoops loops;
    private final BackendConnections backends;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> opening = new AtomicReference<>(() -> {});
    private final List<Listener> own = new CopyOnWriteArrayList<>();
    private final Optional<TraceLog> traceLog;
    private volatile @Nullable TraceLogger tracing;
    private volatile BooleanSupplier starting = () -> false;

    WebServer(WebSettings settings, NetLoops loops, Optional<TraceLog> traceLog) {
        this.traceLog = traceLog;
        this.settings = settings;
        this.loops = loops;
        this.backends = new BackendConnections(loops);
        this.http = new HttpServer(settings.limits(), this::handle);
        this.errors = new PageErrors(settings.development());
        this.tracker = new LoginTracker(Clock.systemUTC(), settings.loginAttempts(), settings.ban());
        clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        http.checkTimes();
        sessions.expire();
        backends.expire();
    }

    HttpServer http() {
        return http;
    }

    NetLoops loops() {
        return loops;
    }

    BackendConnections backends() {
        return backends;
    }

    RootTree root() {
        return root;
    }

    MediaTypes mediaTypes() {
        return mediaTypes;
    }

    CompressedFiles compressed() {
        return compressed;
    }

    Sessions sessions() {
        return sessions;
    }

    Nonces nonces() {
        return nonces;
    }

    LoginTracker tracker() {
        return tracker;
    }

    PageErrors errors() {
        return errors;
    }

    WebSettings settings() {
        return settings;
    }

    /** Opens a port. @throws IOException when it is taken or the address is not ours */
    Listener listen(InetSocketAddress address, @Nullable TlsContext tls) throws IOException {
        Listener listener = Listener.open(http, loops, address, tls);
        listeners.add(listener);
        return listener;
    }

    /** Opens a port of the gateway itself. @throws IOException when it is taken or the address is not ours */
    Listener listenAsGateway(InetSocketAddress address, @Nullable TlsContext tls) throws IOException {
        Listener listener = listen(address, tls);
        own.add(listener);
        return listener;
    }

    /** Gives the HTTPS ports of the gateway another certificate; open connections go on. */
    void replaceTls(TlsContext context) {
        own.stream().filter(Listener::isSecure).forEach(listener -> listener.replaceTls(context));
    }

    void close(Listener listener) {
        listeners.remove(listener);
        listener.close();
    }

    /** What to do before somebody learns of a port; once. */
    void openOnDemand(Runnable open) {
        opening.set(open);
    }

    /** {@link #port} for Lua: nil when there is none. */
    LuaValue luaPort(boolean secure) {
        opening.getAndSet(() -> {}).run();
        int port = port(secure);
        return port == 0 ? LuaValue.NIL : Numbers.integer(port);
    }

    /** The port of the first listener that is secure or not, 0 when there is none. */
    int port(boolean secure) {
        return listeners.stream()
                .filter(listener -> listener.isSecure() == secure)
                .mapToInt(Listener::port)
                .findFirst()
                .orElse(0);
    }

    /** @param appsStart whether apps are still being started, so that what is not found may yet come */
    void setStarting(BooleanSupplier appsStart) {
        starting = appsStart;
    }

    /** The gateway's trace, when there is one. */
    Optional<TraceLog> traceLog() {
        return traceLog;
    }

    /** @param logger told of requests from now on; null for nobody */
    void trace(@Nullable TraceLogger logger) {
        tracing = logger;
    }

    @Nullable
    TraceLogger tracing() {
        return tracing;
    }

    private void handle(Exchange exchange) {
        TraceLogger logger = tracing;
        if (logger != null) {
            logger.request(exchange);
        }
        next(exchange, root.candidates(exchange), 0);
    }

    /** Asks candidates from {@code from} on: those of one VM on a strand of it, then the next VM. */
    private void next(Exchange exchange, List<Candidate> candidates, int from) {
        if (from >= candidates.size()) {
            answerNotFound(exchange);
            return;
        }
        Directory first = candidates.get(from).directory();
        if (first.isStarting()) {
            answerStarting(exchange);
            return;
        }
        VmWeb web = first.web();
        web.run(exchange, command -> askAll(command, candidates, from), () -> {
            int behind = behind(candidates, from);
            next(exchange, candidates, behind);
        });
    }

    private void answerNotFound(Exchange exchange) {
        if (starting.getAsBoolean() && System.nanoTime() - started < START_NANOS) {
            answerStarting(exchange);
        } else {
            Answers.notFound(exchange);
            exchange.response().end();
        }
    }

    private static void answerStarting(Exchange exchange) {
        Answers.starting(exchange.response());
        exchange.response().end();
    }

    private static boolean askAll(Command command, List<Candidate> candidates, int from) {
        int end = behind(candidates, from);
        for (int i = from; i < end; i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.directory().serve(command, candidate.path())) {
                return true;
            }
        }
        return false;
    }

    /** The first candidate of another VM. */
    private static int behind(List<Candidate> candidates, int from) {
        VmWeb web = candidates.get(from).directory().web();
        int i = from;
        while (i < candidates.size() && candidates.get(i).directory().web() == web) {
            i++;
        }
        return i;
    }

    /** Serves a path from the root inside of a running page. @return whether anybody knew it */
    boolean serveHere(Command command, String path) {
        for (Candidate candidate : root.candidates(path)) {
            if (serveHere(command, candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean serveHere(Command command, Candidate candidate) {
        VmWeb other = candidate.directory().web();
        if (other == command.web()) {
            return candidate.directory().serve(command, candidate.path());
        }
        Command guest = new Command(other, command.exchange());
        guest.nestIn(command);
        return command.await(other.vm()
                        .spawn(
                                guest.toString(),
                                () -> LuaValue.valueOf(candidate.directory().serve(guest, candidate.path())))
                        .result())
                .arg1()
                .toboolean();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        listeners.forEach(Listener::close);
        http.stopAccepting();
        http.closeAll();
        backends.close();
    }
}
