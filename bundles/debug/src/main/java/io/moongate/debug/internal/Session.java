package io.moongate.debug.internal;

import io.moongate.net.ChannelStream;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.TraceLog;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.lsp4j.debug.BreakpointEventArguments;
import org.eclipse.lsp4j.debug.BreakpointEventArgumentsReason;
import org.eclipse.lsp4j.debug.ContinuedEventArguments;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArgumentsCategory;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.TerminatedEventArguments;
import org.eclipse.lsp4j.debug.ThreadEventArguments;
import org.eclipse.lsp4j.debug.ThreadEventArgumentsReason;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One debugger at one VM, from its connection to its end. Thread-safe. */
final class Session implements DapConnection.Receiver, Debuggee.Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** How long who connects may take until it is ready to debug. */
    private static final long HANDSHAKE_SECONDS = 30;

    private final LuaVm vm;
    private final ConnectOptions options;
    private final Runnable onModified;
    private final Optional<TraceLog> trace;
    private final SourceMap sources;
    private final Breakpoints breakpoints;
    private final ThreadIds threads;
    private final Debuggee debuggee;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();

    private volatile Dialect dialect = Dialect.STANDARD;
    private volatile boolean stopOnEntry;
    private volatile @Nullable DapConnection connection;
    private volatile TraceLog.@Nullable Subscription output;

    /** @param onModified called when the debugger says that a source file was modified */
    Session(LuaVm vm, ConnectOptions options, Runnable onModified, Optional<TraceLog> trace) {
        this.vm = vm;
        this.options = options;
        this.onModified = onModified;
        this.trace = trace;
        this.sources = new SourceMap(vm.name(), Optional.ofNullable(vm.ios().get("vm")));
        this.breakpoints = new Breakpoints(sources);
        this.threads = new ThreadIds(vm);
        this.debuggee = new Debuggee(vm, threads, breakpoints, this);
    }

    void open(ChannelStream stream) {
        DapConnection opened = new DapConnection(stream, new DebugServer(this), this);
        connection = opened;
        opened.start();
        ready.copy()
                .completeOnTimeout(false, HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .thenAccept(inTime -> {
                    if (!inTime) {
                        end();
                    }
                });
    }

    /** Whether the debugger is ready to debug; false when it left, or took too long. */
    CompletableFuture<Boolean> ready() {
        return ready;
    }

    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    boolean isOpen() {
        return ready.getNow(false) && !ended.isDone();
    }

    boolean stopsOnEntry() {
        return stopOnEntry || options.stop();
    }

    Dialect dialect() {
        return dialect;
    }

    Debuggee debuggee() {
        return debuggee;
    }

    SourceMap sources() {
        return sources;
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    ThreadIds threads() {
        return threads;
    }

    LuaVm vm() {
        return vm;
    }

    // What the debugger says.

    void initialize(InitializeRequestArguments client) {
        dialect = Dialect.of(client);
    }

    void begin(Map<String, Object> configuration) {
        sources.configure(configuration);
        stopOnEntry = Boolean.TRUE.equals(configuration.get("stopOnEntry"));
        afterwards.add(() -> tell(IDebugProtocolClient::initialized));
    }

    void configured() {
        afterwards.add(() -> {
            output = trace.map(log -> log.subscribe(this::print)).orElse(null);
            announceMain();
            ready.complete(true);
        });
    }

    private void announceMain() {
        ThreadEventArguments event = new ThreadEventArguments();
        event.setReason(ThreadEventArgumentsReason.STARTED);
        event.setThreadId(ThreadIds.MAIN);
        tell(client -> client.thread(event));
    }

    void modified() {
        onModified.run();
    }

    /** The debugger leaves, after the answer to its request. */
    void leave() {
        afterwards.add(() -> {
            if (finish()) {
                close();
            }
        });
    }

    @Override
    public void onMessage(String command, Runnable handling) {
        if (command.equals("pause") || command.equals("disconnect") || command.equals("terminate")) {
            debuggee.evaluator().interrupt();
        }
        int interrupts = debuggee.evaluator().interrupts();
        try {
            debuggee.handle(() -> {
                debuggee.evaluator().askedAfter(interrupts);
                handling.run();
                runAfterwards();
            });
        } catch (IllegalStateException e) {
            LOG.info("Ended debugging of VM {}: {}", vm.name(), e.getMessage());
            end();
        }
    }

    private void runAfterwards() {
        for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) {
            next.run();
        }
    }

    @Override
    public void onEnd() {
        end();
    }

    // What Lua code says.

    /** Has the VM run as if there was no debugger, which stays connected. On the VM's thread. */
    boolean suspend() {
        debuggee.suspend();
        return true;
    }

    /** On the VM's thread. */
    boolean resume() {
        debuggee.resume();
        return true;
    }

    /** There is nothing more to debug: tells the debugger. Idempotent. @return whether it was open until now */
    boolean end() {
        boolean wasOpen = isOpen();
        if (finish()) {
            tell(client -> client.terminated(new TerminatedEventArguments()));
            close();
        }
        return wasOpen;
    }

    /** Lets the VM run. @return false when that was done before */
    private boolean finish() {
        boolean first = ended.complete(null);
        ready.complete(false);
        debuggee.end();
        return first;
    }

    private void close() {
        TraceLog.Subscription subscription = output;
        if (subscription != null) {
            subscription.close();
        }
        DapConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    // What the VM does.

    private void tell(Consumer<IDebugProtocolClient> event) {
        DapConnection open = connection;
        if (open != null) {
            event.accept(open.client());
        }
    }

    @Override
    public void stopped(String reason, Stop stop, java.util.List<Integer> hit) {
        StoppedEventArguments event = new StoppedEventArguments();
        event.setReason(reason);
        event.setThreadId(threads.of(stop.thread()));
        event.setAllThreadsStopped(true);
        if (!hit.isEmpty()) {
            event.setHitBreakpointIds(hit.toArray(Integer[]::new));
        }
        tell(client -> client.stopped(event));
    }

    @Override
    public void continued(Stop stop) {
        ContinuedEventArguments event = new ContinuedEventArguments();
        event.setThreadId(threads.of(stop.thread()));
        event.setAllThreadsContinued(true);
        tell(client -> client.continued(event));
    }

    @Override
    public void log(String text, boolean isError) {
        OutputEventArguments event = new OutputEventArguments();
        event.setCategory(isError ? OutputEventArgumentsCategory.STDERR : OutputEventArgumentsCategory.STDOUT);
        event.setOutput(text);
        tell(client -> client.output(event));
    }

    private void print(TraceEntry entry) {
        if (entry.vm().equals(vm.name())) {
            log(entry.message(), entry.priority() == 0);
        }
    }

    @Override
    public void broken(LineBreakpoint breakpoint, String message) {
        log("breakpoint at line " + breakpoint.line() + ": " + message + "\n", true);
        BreakpointEventArguments event = new BreakpointEventArguments();
        event.setReason(BreakpointEventArgumentsReason.CHANGED);
        org.eclipse.lsp4j.debug.Breakpoint changed = breakpoint.answer(new Source());
        changed.setSource(null);
        changed.setMessage(message);
        event.setBreakpoint(changed);
        tell(client -> client.breakpoint(event));
    }

    /** The text of what Lua code raised. */
    static String messageOf(LuaError error) {
        LuaValue value = error.getMessageObject();
        return value == null || value.isstring() ? String.valueOf(error.getMessage()) : new ValueText(false).of(value);
    }
}
