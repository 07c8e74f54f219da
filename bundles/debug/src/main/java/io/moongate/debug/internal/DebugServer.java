package io.moongate.debug.internal;

import io.moongate.lua.LuaActivation;
import io.moongate.runtime.Strand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.lsp4j.debug.*;
import org.eclipse.lsp4j.debug.Thread;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Answers a debugger's requests: on the VM's thread while it is stopped, else on the connection's event loop. */
final class DebugServer implements IDebugProtocolServer {

    private final Session session;

    DebugServer(Session session) {
        this.session = session;
    }

    private static <T> CompletableFuture<T> done(@Nullable T result) {
        return CompletableFuture.completedFuture(result);
    }

    private static ResponseErrorException failure(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, message, null));
    }

    /** Looks at the stopped VM. */
    private <T> CompletableFuture<T> look(Function<Stop, T> question) {
        Stop stop = session.debuggee()
                .stopped()
                .orElseThrow(() -> failure("not possible while the program runs: pause it"));
        try {
            return done(question.apply(stop));
        } catch (IllegalArgumentException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    // The beginning and the end.

    @Override
    public CompletableFuture<Capabilities> initialize(InitializeRequestArguments client) {
        session.initialize(client);
        Capabilities capabilities = new Capabilities();
        capabilities.setSupportsConfigurationDoneRequest(true);
        capabilities.setSupportsConditionalBreakpoints(true);
        capabilities.setSupportsHitConditionalBreakpoints(true);
        capabilities.setSupportsLogPoints(true);
        capabilities.setSupportsEvaluateForHovers(true);
        capabilities.setSupportsSetVariable(true);
        capabilities.setSupportsTerminateRequest(true);
        capabilities.setSupportTerminateDebuggee(true);
        capabilities.setExceptionBreakpointFilters(new ExceptionBreakpointsFilter[0]);
        return done(capabilities);
    }

    @Override
    public CompletableFuture<Void> launch(Map<String, Object> configuration) {
        return attach(configuration);
    }

    @Override
    public CompletableFuture<Void> attach(Map<String, Object> configuration) {
        session.begin(configuration);
        return done(null);
    }

    @Override
    public CompletableFuture<Void> configurationDone(ConfigurationDoneArguments none) {
        session.configured();
        return lastAnswer();
    }

    @Override
    public CompletableFuture<Void> disconnect(DisconnectArguments how) {
        if (how != null && Boolean.TRUE.equals(how.getTerminateDebuggee())) {
            killAll();
        }
        session.leave();
        return lastAnswer();
    }

    @Override
    public CompletableFuture<Void> terminate(TerminateArguments none) {
        killAll();
        session.leave();
        return lastAnswer();
    }

    private void killAll() {
        List<Strand> strands = List.copyOf(session.vm().strands());
        strands.forEach(strand -> strand.kill("terminated by the debugger"));
    }

    private CompletableFuture<Void> lastAnswer() {
        return session.dialect().answersAll() ? done(null) : new CompletableFuture<>();
    }

    // Breakpoints.

    @Override
    public CompletableFuture<SetBreakpointsResponse> setBreakpoints(SetBreakpointsArguments asked) {
        if (asked.getSource() == null || asked.getSource().getPath() == null) {
            throw failure("breakpoints need a source with a path");
        }
        if (Boolean.TRUE.equals(asked.getSourceModified())) {
            session.modified();
        }
        try {
            return done(answer(
                    session.breakpoints().set(SourceMap.normal(asked.getSource().getPath()), breakpoints(asked)),
                    asked));
        } catch (IllegalArgumentException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    private static List<SourceBreakpoint> breakpoints(SetBreakpointsArguments asked) {
        return asked.getBreakpoints() == null ? List.of() : List.of(asked.getBreakpoints());
    }

    private static SetBreakpointsResponse answer(List<LineBreakpoint> set, SetBreakpointsArguments asked) {
        SetBreakpointsResponse response = new SetBreakpointsResponse();
        response.setBreakpoints(
                set.stream().map(one -> one.answer(asked.getSource())).toArray(Breakpoint[]::new));
        return response;
    }

    @Override
    public CompletableFuture<SetFunctionBreakpointsResponse> setFunctionBreakpoints(
            SetFunctionBreakpointsArguments asked) {
        SetFunctionBreakpointsResponse response = new SetFunctionBreakpointsResponse();
        response.setBreakpoints(
                Arrays.stream(asked.getBreakpoints()).map(one -> unverified()).toArray(Breakpoint[]::new));
        return done(response);
    }

    private static Breakpoint unverified() {
        Breakpoint breakpoint = new Breakpoint();
        breakpoint.setVerified(false);
        breakpoint.setMessage("functions have no breakpoints: set one at a line");
        return breakpoint;
    }

    @Override
    public CompletableFuture<SetExceptionBreakpointsResponse> setExceptionBreakpoints(
            SetExceptionBreakpointsArguments none) {
        return done(new SetExceptionBreakpointsResponse());
    }

    // Going on.

    @Override
    public CompletableFuture<ContinueResponse> continue_(ContinueArguments none) {
        ContinueResponse response = new ContinueResponse();
        response.setAllThreadsContinued(true);
        return look(stop -> {
            session.debuggee().go(new Stepping.Freely());
            return response;
        });
    }

    @Override
    public CompletableFuture<Void> next(NextArguments none) {
        return step(stop -> new Stepping.Over(stop.strand(), stop.thread(), stop.depth()));
    }

    @Override
    public CompletableFuture<Void> stepIn(StepInArguments none) {
        return step(stop -> new Stepping.Into(stop.strand()));
    }

    @Override
    public CompletableFuture<Void> stepOut(StepOutArguments none) {
        return step(stop -> new Stepping.Out(stop.strand(), stop.thread(), stop.depth()));
    }

    private CompletableFuture<Void> step(Function<Stop, Stepping> kind) {
        return look(stop -> {
            session.debuggee().go(kind.apply(stop));
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> pause(PauseArguments none) {
        if (session.debuggee().stopped().isEmpty()) {
            session.debuggee().pause();
        }
        return done(null);
    }

    // Looking.

    @Override
    public CompletableFuture<ThreadsResponse> threads() {
        ThreadsResponse response = new ThreadsResponse();
        response.setThreads(session.threads().list().toArray(Thread[]::new));
        return done(response);
    }

    @Override
    public CompletableFuture<StackTraceResponse> stackTrace(StackTraceArguments asked) {
        return look(stop -> {
            LuaValue thread = session.threads()
                    .thread(asked.getThreadId())
                    .orElseThrow(() -> new IllegalArgumentException("there is no thread " + asked.getThreadId()));
            List<Stop.Frame> frames = stop.frames(thread);
            StackTraceResponse response = new StackTraceResponse();
            response.setTotalFrames(frames.size());
            response.setStackFrames(part(frames, asked.getStartFrame(), asked.getLevels()).stream()
                    .map(this::frame)
                    .toArray(StackFrame[]::new));
            return response;
        });
    }

    private static <T> List<T> part(List<T> all, @Nullable Integer start, @Nullable Integer count) {
        int from = Math.clamp(start == null ? 0 : start, 0, all.size());
        int most = count == null || count <= 0 ? all.size() : count;
        return all.subList(from, from + Math.min(most, all.size() - from));
    }

    private StackFrame frame(Stop.Frame frame) {
        LuaActivation activation = frame.activation();
        StackFrame answer = new StackFrame();
        answer.setId(frame.id());
        answer.setName(activation.description());
        answer.setLine(Math.max(0, activation.line()));
        answer.setColumn(1);
        answer.setSource(source(activation.source()));
        return answer;
    }

    private Source source(String chunk) {
        return session.sources().source(chunk, session.breakpoints().pathOf(chunk));
    }

    @Override
    public CompletableFuture<SourceResponse> source(SourceArguments asked) {
        int reference = asked.getSource() != null && asked.getSource().getSourceReference() != null
                ? asked.getSource().getSourceReference()
                : asked.getSourceReference();
        SourceResponse response = new SourceResponse();
        response.setContent(
                session.sources().content(reference).orElseThrow(() -> failure("there is no source " + reference)));
        return done(response);
    }

    @Override
    public CompletableFuture<ScopesResponse> scopes(ScopesArguments asked) {
        return look(stop -> {
            ScopesResponse response = new ScopesResponse();
            LuaActivation frame = stop.frame(asked.getFrameId());
            List<Scope> scopes = session.dialect() == Dialect.STANDARD ? scopes(stop, frame) : plainScopes(stop, frame);
            response.setScopes(scopes.toArray(Scope[]::new));
            return response;
        });
    }

    private List<Scope> scopes(Stop stop, LuaActivation frame) {
        List<Scope> scopes = new ArrayList<>();
        Scope locals = scope("Locals", stop.refer(new Variables.Locals(frame), frame));
        locals.setPresentationHint(ScopePresentationHint.LOCALS);
        scopes.add(locals);
        if (!frame.varargs().isEmpty()) {
            scopes.add(scope("Varargs", stop.refer(new Variables.Varargs(frame), frame)));
        }
        if (!frame.upvalues().isEmpty()) {
            scopes.add(scope("Upvalues", stop.refer(new Variables.Upvalues(frame), frame)));
        }
        scopes.add(globals(stop, frame));
        return scopes;
    }

    private List<Scope> plainScopes(Stop stop, LuaActivation frame) {
        List<Scope> scopes = new ArrayList<>(List.of(globals(stop, frame)));
        boolean hasParameters = frame.parameterCount() > 0;
        if (hasParameters) {
            scopes.add(scope("Parameters", stop.refer(new Variables.Locals(frame), frame)));
        }
        if (!frame.upvalues().isEmpty() || (!hasParameters && !frame.locals().isEmpty())) {
            Variables content = hasParameters ? new Variables.Upvalues(frame) : new Variables.Closure(frame);
            scopes.add(scope("Closures", stop.refer(content, frame)));
        }
        if (frame.isVararg()) {
            scopes.add(scope("Varargs", stop.refer(new Variables.Varargs(frame), frame)));
        }
        return scopes;
    }

    private Scope globals(Stop stop, LuaActivation frame) {
        Scope globals =
                scope("Globals", stop.refer(new Variables.Content(session.vm().globals()), frame));
        globals.setExpensive(true);
        return globals;
    }

    private static Scope scope(String name, int reference) {
        Scope scope = new Scope();
        scope.setName(name);
        scope.setVariablesReference(reference);
        return scope;
    }

    @Override
    public CompletableFuture<VariablesResponse> variables(VariablesArguments asked) {
        return look(stop -> {
            LuaActivation owner = stop.ownerOf(asked.getVariablesReference());
            int start = asked.getStart() == null ? 0 : Math.max(0, asked.getStart());
            int count = asked.getCount() == null ? 0 : Math.clamp(asked.getCount(), 0, 10 * Variables.ROWS);
            VariablesResponse response = new VariablesResponse();
            response.setVariables(stop.variables(asked.getVariablesReference()).rows(start, count).stream()
                    .map(row -> variable(stop, owner, row))
                    .toArray(Variable[]::new));
            return response;
        });
    }

    private Variable variable(Stop stop, LuaActivation owner, Variables.Row row) {
        Variable variable = new Variable();
        variable.setName(row.name());
        variable.setValue(text(row.value()));
        variable.setType(ValueText.type(row.value()));
        variable.setVariablesReference(stop.refer(row.value(), owner));
        return variable;
    }

    private String text(LuaValue value) {
        return new ValueText(session.dialect().quotesStrings()).of(value);
    }

    // Changing.

    @Override
    public CompletableFuture<SetVariableResponse> setVariable(SetVariableArguments asked) {
        return look(stop -> {
            LuaActivation owner = stop.ownerOf(asked.getVariablesReference());
            LuaValue value = evaluated(asked.getValue(), owner).arg1();
            if (!stop.variables(asked.getVariablesReference()).set(asked.getName(), value)) {
                throw new IllegalArgumentException("there is no variable '" + asked.getName() + "' that could be set");
            }
            SetVariableResponse response = new SetVariableResponse();
            response.setValue(text(value));
            response.setType(ValueText.type(value));
            response.setVariablesReference(stop.refer(value, owner));
            return response;
        });
    }

    private Varargs evaluated(String expression, LuaActivation frame) {
        try {
            return session.debuggee().evaluator().evaluate(expression, frame);
        } catch (LuaError e) {
            throw failure(Session.messageOf(e));
        }
    }

    @Override
    public CompletableFuture<EvaluateResponse> evaluate(EvaluateArguments asked) {
        return look(stop -> {
            LuaActivation frame =
                    stop.frame(Optional.ofNullable(asked.getFrameId()).orElse(0));
            try {
                return result(stop, frame, session.debuggee().evaluator().evaluate(asked.getExpression(), frame));
            } catch (LuaError e) {
                return failed(Session.messageOf(e));
            }
        });
    }

    private EvaluateResponse result(Stop stop, LuaActivation frame, Varargs values) {
        EvaluateResponse response = new EvaluateResponse();
        response.setResult(String.join(
                ", ",
                IntStream.rangeClosed(1, Math.min(values.narg(), Variables.ROWS))
                        .mapToObj(i -> text(values.arg(i)))
                        .toList()));
        if (values.narg() > 0) {
            response.setType(ValueText.type(values.arg1()));
            response.setVariablesReference(stop.refer(values.arg1(), frame));
        }
        return response;
    }

    private EvaluateResponse failed(String message) {
        if (session.dialect().failsExpressions()) {
            throw failure(message);
        }
        EvaluateResponse response = new EvaluateResponse();
        response.setResult(message);
        return response;
    }
}
