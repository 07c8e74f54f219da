package io.moongate.lua.internal;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A function written in Java. Made by {@link Library}. Names itself in the errors of its body, and puts the position of
 * the caller in front.
 */
public abstract class NativeFunction extends LuaFunction {

    protected final GlobalState state;
    private final String name;

    NativeFunction(GlobalState state, String name) {
        this.state = state;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String tojstring() {
        return Names.address("function: builtin", this);
    }

    /** Missing results are nil where one is wanted. */
    static LuaValue first(LuaValue result) {
        return result == NONE ? NIL : result;
    }

    /** What an error of the body looks like to the caller. */
    LuaError located(LuaError error) {
        return error instanceof LibraryError e ? raisedHere(e) : error;
    }

    /** Enters this function on the call stack, where message handlers look for what raised the error. */
    private ScriptError raisedHere(LibraryError error) {
        Coroutine thread = state.current;
        CallInfo top = thread.top;
        if (top.function == this) {
            // A hook has it on the stack already.
            return locate(error, top.previous);
        }
        thread.push().enter(this, NONE);
        return locate(error, top);
    }

    final ScriptError locate(LibraryError error, CallInfo caller) {
        String message = error.argument() == 0 ? error.getMessage() : argumentMessage(error, caller);
        return new ScriptError(LuaString.valueOf((error.isPositioned() ? caller.where() : "") + message));
    }

    private String argumentMessage(LibraryError error, CallInfo caller) {
        Site site = caller.site();
        Site.FunctionName called = site == null ? null : site.callee();
        int argument = error.argument();
        if (called == null) {
            return badArgument(argument, globalName(), error);
        }
        if (called.what().equals("method")) {
            argument--;
            if (argument == 0) {
                return "calling '" + called.name() + "' on bad self (" + error.getMessage() + ")";
            }
        }
        return badArgument(argument, called.name(), error);
    }

    private static String badArgument(int argument, String function, LibraryError error) {
        return "bad argument #" + argument + " to '" + function + "' (" + error.getMessage() + ")";
    }

    /** The name under which a loaded module has this function. */
    private String globalName() {
        for (Varargs module = state.loaded.next(NIL);
                !module.arg1().isnil();
                module = state.loaded.next(module.arg1())) {
            if (module.arg(2) instanceof LuaTable table && table.rawget(name) == this) {
                String prefix = Names.text(module.arg1());
                return prefix.equals("_G") ? name : prefix + "." + name;
            }
        }
        return "?";
    }

    static final class Unary extends NativeFunction {
        private final Library.Unary body;

        Unary(GlobalState state, String name, Library.Unary body) {
            super(state, name);
            this.body = body;
        }

        private LuaValue run(LuaValue a) {
            try {
                return body.apply(a);
            } catch (LuaError e) {
                throw located(e);
            }
        }

        @Override
        public LuaValue call() {
            return first(run(NONE));
        }

        @Override
        public LuaValue call(LuaValue a) {
            return first(run(a));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b) {
            return first(run(a));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
            return first(run(a));
        }

        @Override
        public Varargs invoke(Varargs arguments) {
            return run(arguments.narg() == 0 ? NONE : arguments.arg1());
        }
    }

    static final class Binary extends NativeFunction {
        private final Library.Binary body;

        Binary(GlobalState state, String name, Library.Binary body) {
            super(state, name);
            this.body = body;
        }

        private LuaValue run(LuaValue a, LuaValue b) {
            try {
                return body.apply(a, b);
            } catch (LuaError e) {
                throw located(e);
            }
        }

        @Override
        public LuaValue call() {
            return first(run(NONE, NONE));
        }

        @Override
        public LuaValue call(LuaValue a) {
            return first(run(a, NONE));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b) {
            return first(run(a, b));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
            return first(run(a, b));
        }

        @Override
        public Varargs invoke(Varargs arguments) {
            int count = arguments.narg();
            return run(count > 0 ? arguments.arg1() : NONE, count > 1 ? arguments.arg(2) : NONE);
        }
    }

    static final class Ternary extends NativeFunction {
        private final Library.Ternary body;

        Ternary(GlobalState state, String name, Library.Ternary body) {
            super(state, name);
            this.body = body;
        }

        private LuaValue run(LuaValue a, LuaValue b, LuaValue c) {
            try {
                return body.apply(a, b, c);
            } catch (LuaError e) {
                throw located(e);
            }
        }

        @Override
        public LuaValue call() {
            return first(run(NONE, NONE, NONE));
        }

        @Override
        public LuaValue call(LuaValue a) {
            return first(run(a, NONE, NONE));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b) {
            return first(run(a, b, NONE));
        }

        @Override
        public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
            return first(run(a, b, c));
        }

        @Override
        public Varargs invoke(Varargs arguments) {
            int count = arguments.narg();
            return run(
                    count > 0 ? arguments.arg1() : NONE,
                    count > 1 ? arguments.arg(2) : NONE,
                    count > 2 ? arguments.arg(3) : NONE);
        }
    }

    static class Variadic extends NativeFunction {
        private final Library.Variadic body;

        Variadic(GlobalState state, String name, Library.Variadic body) {
            super(state, name);
            this.body = body;
        }

        Varargs run(Varargs arguments) {
            try {
                return body.apply(arguments);
            } catch (LuaError e) {
                throw located(e);
            }
        }

        @Override
        public final LuaValue call() {
            return run(NONE).arg1();
        }

        @Override
        public final LuaValue call(LuaValue a) {
            return run(a).arg1();
        }

        @Override
        public final LuaValue call(LuaValue a, LuaValue b) {
            return run(Values.of(a, b)).arg1();
        }

        @Override
        public final LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
            return run(Values.of(a, b, c)).arg1();
        }

        @Override
        public final Varargs invoke(Varargs arguments) {
            return run(arguments);
        }
    }

    /** A function that calls back into Lua: it is on the call stack, between its caller and what it calls. */
    static final class Caller extends Variadic {

        Caller(GlobalState state, String name, Library.Variadic body) {
            super(state, name, body);
        }

        @Override
        Varargs run(Varargs arguments) {
            Coroutine thread = state.current;
            CallInfo info = thread.push();
            info.enter(this, arguments);
            info.tailCall = false;
            if (state.hooked) {
                Hooks.onCall(thread, info, arguments.narg(), -1);
            }
            Varargs results = super.run(arguments);
            if (state.hooked) {
                Hooks.onReturn(thread, info, results);
            }
            info.leave(thread);
            return results;
        }

        @Override
        LuaError located(LuaError error) {
            CallInfo info = state.current.top;
            while (info.function != this && info.previous != null) {
                info = info.previous;
            }
            return error instanceof LibraryError e && info.previous != null ? locate(e, info.previous) : error;
        }
    }
}
