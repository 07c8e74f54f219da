package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.Response;
import java.io.ByteArrayOutputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The web module in one VM. */
final class VmWeb {

    private static final LuaString REQUEST = Result.string("request");
    private static final LuaString RESPONSE = Result.string("response");
    private static final LuaString PRINT = Result.string("print");
    private static final LuaString EMIT = Result.string("_emit");

    private final WebServer server;
    private final ModuleContext context;
    private final WebTypes types;
    private final LuaTable environmentMeta = Values.table();
    private final LuaFunction print;
    private final LuaFunction emit;
    private final LuaValue tostring;
    private @Nullable LuaFunction loginHandler;
    private @Nullable LuaFunction errorHandler;

    VmWeb(WebServer server, ModuleContext context) {
        this.server = server;
        this.context = context;
        this.types = new WebTypes(this);
        this.print = context.function("print", this::print);
        this.emit = context.function("_emit", this::emit);
        this.tostring = context.vm().globals().get("tostring");
        environmentMeta.rawset("__index", context.vm().globals());
        context.onClose(this::close);
    }

    WebServer server() {
        return server;
    }

    ModuleContext context() {
        return context;
    }

    LuaVm vm() {
        return context.vm();
    }

    WebTypes types() {
        return types;
    }

    LuaUserdata wrap(Command command) {
        return context.wrap(types.command(), command);
    }

    LuaUserdata wrap(Session session) {
        return types.wrap(new SessionObject(this, session));
    }

    /** @param handler told of logins: {@code f(ok, user, address, env)} */
    void setLoginHandler(@Nullable LuaFunction handler) {
        loginHandler = handler;
    }

    /** Tells the program of a login or a failed one. */
    void toldLogin(boolean right, String user, String address, Command command) {
        LuaFunction handler = loginHandler;
        if (handler != null) {
            handler.invoke(LuaValue.varargsOf(new LuaValue[] {
                LuaValue.valueOf(right), Result.string(user), Result.string(address), command.environment()
            }));
        }
    }

    /** @param handler told of errors in pages: {@code f(message, env)} */
    void setErrorHandler(@Nullable LuaFunction handler) {
        errorHandler = handler;
    }

    @Nullable
    LuaFunction errorHandler() {
        return errorHandler;
    }

    LuaTable environment(LuaValue command) {
        LuaTable environment = Values.table();
        environment.rawset(REQUEST, command);
        environment.rawset(RESPONSE, command);
        environment.rawset(PRINT, print);
        environment.rawset(EMIT, emit);
        environment.setmetatable(environmentMeta);
        return environment;
    }

    /** The command whose page or directory function runs on this strand. */
    Command current() {
        Command command = vm().current().locals().get(Command.class);
        if (command == null || command.isDetached()) {
            throw new LuaError("no request is being answered here");
        }
        return command;
    }

    private Varargs emit(Args args) {
        LuaValue value = args.value(1);
        current().write(value instanceof LuaString s ? s : string(value));
        return Result.none();
    }

    private Varargs print(Args args) {
        var line = new ByteArrayOutputStream();
        for (int i = 1; i <= args.count(); i++) {
            if (i > 1) {
                line.write('\t');
            }
            LuaString text = string(args.value(i));
            line.write(text.m_bytes, text.m_offset, untilZero(text));
        }
        line.write('\n');
        current().write(Result.string(line.toByteArray()));
        return Result.none();
    }

    /** Existing programs know print to stop a value at a zero byte. */
    private static int untilZero(LuaString text) {
        for (int i = 0; i < text.m_length; i++) {
            if (text.m_bytes[text.m_offset + i] == 0) {
                return i;
            }
        }
        return text.m_length;
    }

    /** What Lua's {@code tostring} says. */
    LuaString string(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber
                ? value.strvalue()
                : tostring.call(value).strvalue();
    }

    // --- requests

    /**
     * Runs {@code serve} for an exchange on a new strand and ends the answer.
     *
     * @param otherwise what to do when it was not served
     */
    void run(Exchange exchange, Predicate<Command> serve, Runnable otherwise) {
        Command command = new Command(this, exchange);
        Strand strand = vm().spawn(command.toString(), () -> answer(command, serve, otherwise));
        strand.result().exceptionally(killed -> {
            abandon(command);
            return LuaValue.NONE;
        });
    }

    /** Ends the answer on the strand that wrote it: only then it comes behind what was written. */
    private Varargs answer(Command command, Predicate<Command> serve, Runnable otherwise) {
        if (serve(command, serve)) {
            finish(command);
        } else {
            otherwise.run();
        }
        return LuaValue.NONE;
    }

    private boolean serve(Command command, Predicate<Command> serve) {
        vm().current().locals().set(Command.class, command);
        try {
            boolean served = serve.test(command);
            command.finishFilter();
            return served;
        } catch (PageEnd e) {
            command.finishFilter();
            return true;
        } catch (PageFailure e) {
            server.errors().answer(command, e.error());
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            server.errors().answer(command, e);
            return true;
        }
    }

    private static void finish(Command command) {
        if (!command.isDetached()) {
            command.response().end();
        }
    }

    /** The strand was killed: its VM or app ends. */
    private static void abandon(Command command) {
        if (command.isDetached()) {
            return;
        }
        Response response = command.response();
        if (response.isCommitted()) {
            response.breakOff();
        } else {
            Answers.error(response, 503, "");
            response.end();
        }
    }

    private void close() {
        server.root().removeAll(this);
        server.sessions().forget(this);
    }
}
