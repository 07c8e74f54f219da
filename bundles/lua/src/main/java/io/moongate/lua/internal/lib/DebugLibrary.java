package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Closure;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Hooks;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Metatables;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Prototype.LocalName;
import io.moongate.lua.internal.Site.FunctionName;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code debug} (manual 6.10). */
public final class DebugLibrary {

    private static final String DEFAULT_OPTIONS = "flnSrtu";
    private static final String OPTIONS = "SlnrutLf";
    private static final LuaString TEMPORARY = LuaString.valueOf("(temporary)");
    private static final LuaString C_TEMPORARY = LuaString.valueOf("(C temporary)");
    private static final LuaString VARARG = LuaString.valueOf("(vararg)");

    /** What the reference implementation answers. */
    private static final int C_STACK_LIMIT = 200;

    private final GlobalState state;
    private final Set<Coroutine> hooked = Collections.newSetFromMap(new WeakHashMap<>());

    private DebugLibrary(GlobalState state) {
        this.state = state;
    }

    public static Table open(GlobalState state) {
        DebugLibrary debug = new DebugLibrary(state);
        return new Library(state, new Table(0, 32))
                .variadic("debug", arguments -> LuaValue.NONE)
                .variadic("gethook", debug::getHook)
                .caller("getinfo", debug::getInfo)
                .caller("getlocal", debug::getLocal)
                .variadic("getmetatable", debug::getMetatable)
                .variadic("getregistry", arguments -> state.registry)
                .variadic("getupvalue", debug::getUpvalue)
                .variadic("getuservalue", arguments -> LuaValue.NIL)
                .variadic("setcstacklimit", debug::setStackLimit)
                .caller("sethook", debug::setHook)
                .caller("setlocal", debug::setLocal)
                .variadic("setmetatable", debug::setMetatable)
                .variadic("setupvalue", debug::setUpvalue)
                .variadic("setuservalue", debug::setUserValue)
                .caller("traceback", debug::traceback)
                .variadic("upvalueid", debug::upvalueId)
                .variadic("upvaluejoin", debug::upvalueJoin)
                .table();
    }

    /** The thread that a function is asked about, and where its other arguments begin. */
    private record Subject(Coroutine thread, int offset, boolean isRunning) {}

    private Subject subject(Varargs arguments) {
        return arguments.arg1() instanceof Coroutine thread
                ? new Subject(thread, 1, thread == state.current)
                : new Subject(state.current, 0, true);
    }

    private static LuaString string(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    }

    // getinfo.

    private Varargs getInfo(Varargs arguments) {
        Subject subject = subject(arguments);
        int n = subject.offset + 1;
        LuaValue wanted = Args.get(arguments, n);
        String options = options(arguments, n + 1);
        if (wanted instanceof LuaFunction function) {
            return new FunctionInfo(state, function, null, null).describe(options);
        }
        long level = Args.checkInteger(state, wanted, n);
        CallInfo info = CallStack.at(subject.thread, level);
        return info == null
                ? LuaValue.NIL
                : new FunctionInfo(state, info.function, info, name(subject.thread, info)).describe(options);
    }

    private String options(Varargs arguments, int n) {
        if (arguments.isnil(n)) {
            return DEFAULT_OPTIONS;
        }
        String options = Names.text(Args.checkString(state, arguments.arg(n), n));
        for (char option : options.toCharArray()) {
            if (OPTIONS.indexOf(option) < 0) {
                throw Args.error(n, option == '>' ? "invalid option '>'" : "invalid option");
            }
        }
        return options;
    }

    /** How an activation was called; a hook is called by nobody. */
    private static @Nullable FunctionName name(Coroutine thread, CallInfo info) {
        boolean isHook = thread.inHook
                && thread.hook instanceof LuaHook hook
                && hook.function() == info.function
                && !info.tailCall;
        return isHook ? new FunctionName("hook", "?") : CallStack.name(info);
    }

    // Local variables.

    private Varargs getLocal(Varargs arguments) {
        Subject subject = subject(arguments);
        int n = subject.offset + 1;
        long index = Args.checkInteger(state, Args.get(arguments, n + 1), n + 1);
        if (Args.get(arguments, n) instanceof LuaFunction function) {
            return parameterName(function, index);
        }
        CallInfo info = activation(subject, arguments, n);
        if (info.locals == null) {
            return temporary(info, index);
        }
        if (index < 0) {
            Varargs varargs = info.locals.varargs();
            return -index <= varargs.narg() ? Values.of(VARARG, varargs.arg((int) -index)) : LuaValue.NIL;
        }
        LocalName local = local(info, index);
        return local == null ? temporary(info, index) : Values.of(string(local.name()), info.locals.get(local.slot()));
    }

    /** What has no name: arguments of a function written in Java, and what is being returned. */
    private static Varargs temporary(CallInfo info, long index) {
        LuaString name = info.prototype == null ? C_TEMPORARY : TEMPORARY;
        long returned = index - info.transferAt + 1;
        if (returned >= 1 && returned <= info.transferred.narg()) {
            return Values.of(name, info.transferred.arg((int) returned));
        }
        return index >= 1 && index <= info.values.narg() && info.prototype == null
                ? Values.of(name, info.values.arg((int) index))
                : LuaValue.NIL;
    }

    private static LuaValue parameterName(LuaFunction function, long index) {
        Prototype prototype = CallStack.prototype(function);
        boolean exists = prototype != null && index > 0 && index <= prototype.parameterCount();
        LocalName name = exists ? prototype.local((int) index, 0) : null;
        return name == null ? LuaValue.NIL : string(name.name());
    }

    private CallInfo activation(Subject subject, Varargs arguments, int n) {
        long level = Args.checkInteger(state, Args.get(arguments, n), n);
        CallInfo info = CallStack.at(subject.thread, level);
        if (info == null) {
            throw Args.error(n, "level out of range");
        }
        return info;
    }

    private static @Nullable LocalName local(CallInfo info, long index) {
        boolean plausible = info.prototype != null && index > 0 && index <= Short.MAX_VALUE;
        return plausible ? info.prototype.local((int) index, info.pc) : null;
    }

    private Varargs setLocal(Varargs arguments) {
        Subject subject = subject(arguments);
        int n = subject.offset + 1;
        CallInfo info = activation(subject, arguments, n);
        long index = Args.checkInteger(state, Args.get(arguments, n + 1), n + 1);
        LuaValue value = Args.checkAny(arguments, n + 2);
        if (info.locals == null) {
            return LuaValue.NIL;
        }
        if (index < 0) {
            return setVararg(info, index, value);
        }
        LocalName local = local(info, index);
        if (local == null) {
            return LuaValue.NIL;
        }
        info.locals.set(local.slot(), value);
        return string(local.name());
    }

    private static LuaValue setVararg(CallInfo info, long index, LuaValue value) {
        boolean set = info.locals != null && info.locals.setVararg(-index, value);
        return set ? VARARG : LuaValue.NIL;
    }

    // Upvalues.

    private Varargs getUpvalue(Varargs arguments) {
        long index = Args.checkInteger(state, Args.get(arguments, 2), 2);
        LuaFunction function = Args.checkFunction(state, Args.get(arguments, 1), 1);
        Closure closure = withUpvalue(function, index);
        if (closure == null) {
            return LuaValue.NONE;
        }
        int i = (int) index - 1;
        return Values.of(upvalueName(closure, i), closure.upvalue(i).value);
    }

    private static LuaString upvalueName(Closure closure, int i) {
        return string(closure.prototype().upvalueName(i));
    }

    private static @Nullable Closure withUpvalue(LuaFunction function, long index) {
        return function instanceof Closure closure
                        && index > 0
                        && index <= closure.prototype().upvalueCount()
                ? closure
                : null;
    }

    private Varargs setUpvalue(Varargs arguments) {
        LuaValue value = Args.checkAny(arguments, 3);
        long index = Args.checkInteger(state, Args.get(arguments, 2), 2);
        Closure closure = withUpvalue(Args.checkFunction(state, Args.get(arguments, 1), 1), index);
        if (closure == null) {
            return LuaValue.NONE;
        }
        closure.upvalue((int) index - 1).value = value;
        return upvalueName(closure, (int) index - 1);
    }

    private Varargs upvalueId(Varargs arguments) {
        LuaFunction function = Args.checkFunction(state, Args.get(arguments, 1), 1);
        long index = Args.checkInteger(state, Args.get(arguments, 2), 2);
        Closure closure = withUpvalue(function, index);
        return closure == null ? LuaValue.NIL : new UpvalueId(closure.upvalue((int) index - 1));
    }

    /** Equal to another one of the same variable, as light userdata are. */
    private static final class UpvalueId extends LuaUserdata {
        UpvalueId(Object variable) {
            super(variable);
        }
    }

    private Varargs upvalueJoin(Varargs arguments) {
        Closure to = checkUpvalue(arguments, 1);
        Closure from = checkUpvalue(arguments, 3);
        int target = (int) Args.checkInteger(state, arguments.arg(2), 2) - 1;
        to.upvalue(target, from.upvalue((int) Args.checkInteger(state, arguments.arg(4), 4) - 1));
        return LuaValue.NONE;
    }

    private Closure checkUpvalue(Varargs arguments, int n) {
        long index = Args.checkInteger(state, Args.get(arguments, n + 1), n + 1);
        LuaFunction function = Args.checkFunction(state, Args.get(arguments, n), n);
        Closure closure = withUpvalue(function, index);
        if (closure != null) {
            return closure;
        }
        throw Args.error(n + 1, "invalid upvalue index");
    }

    // Metatables and user values.

    private Varargs getMetatable(Varargs arguments) {
        LuaTable metatable = Metatables.of(state, Args.checkAny(arguments, 1));
        return metatable == null ? LuaValue.NIL : metatable;
    }

    private Varargs setMetatable(Varargs arguments) {
        LuaValue metatable = Args.get(arguments, 2);
        if (!metatable.isnil() && !(metatable instanceof LuaTable) || metatable == LuaValue.NONE) {
            throw Args.typeError(state, metatable, 2, "nil or table");
        }
        LuaValue value = arguments.arg1();
        switch (value) {
            case LuaTable table -> setMetatable(table, metatable);
            case LuaUserdata userdata -> userdata.m_metatable = metatable.isnil() ? null : metatable;
            default -> state.typeMetatable(value, metatable instanceof LuaTable table ? table : null);
        }
        return value;
    }

    private void setMetatable(LuaTable table, LuaValue metatable) {
        table.setmetatable(metatable);
        if (table instanceof Table ours
                && metatable instanceof LuaTable meta
                && Metatables.in(meta, Event.GC) != null) {
            state.finalizers.register(ours);
        }
    }

    private Varargs setUserValue(Varargs arguments) {
        LuaValue value = Args.get(arguments, 1);
        if (!(value instanceof LuaUserdata)) {
            throw Args.typeError(state, value, 1, "userdata");
        }
        Args.checkAny(arguments, 2);
        return LuaValue.NIL;
    }

    private Varargs setStackLimit(Varargs arguments) {
        Args.checkInteger(state, Args.get(arguments, 1), 1);
        return LuaInt.of(C_STACK_LIMIT);
    }

    // Hooks.

    private Varargs setHook(Varargs arguments) {
        Subject subject = subject(arguments);
        int n = subject.offset + 1;
        if (arguments.isnil(n)) {
            hook(subject.thread, null);
            return LuaValue.NONE;
        }
        String mask = Names.text(Args.checkString(state, Args.get(arguments, n + 1), n + 1));
        LuaFunction function = Args.checkFunction(state, arguments.arg(n), n);
        long count = Args.optInteger(state, arguments.arg(n + 2), n + 2, 0);
        hook(subject.thread, new LuaHook(function, events(mask), (int) Math.clamp(count, 0, Integer.MAX_VALUE)));
        return LuaValue.NONE;
    }

    /** The letters that name events, in the order of {@code gethook}. */
    private static String events(String mask) {
        StringBuilder events = new StringBuilder();
        for (char event : new char[] {'c', 'r', 'l'}) {
            if (mask.indexOf(event) >= 0) {
                events.append(event);
            }
        }
        return events.toString();
    }

    private void hook(Coroutine thread, @Nullable LuaHook hook) {
        LuaHook effective = hook == null || hook.mask().isEmpty() && hook.count() == 0 ? null : hook;
        Hooks.install(thread, effective);
        if (effective == null) {
            hooked.remove(thread);
        } else {
            hooked.add(thread);
        }
        state.threadHooks(!hooked.isEmpty());
    }

    private Varargs getHook(Varargs arguments) {
        return switch (subject(arguments).thread.hook) {
            case null -> LuaValue.NIL;
            case LuaHook hook -> Values.of(hook.function(), LuaString.valueOf(hook.mask()), LuaInt.of(hook.count()));
            default -> Values.of(LuaString.valueOf("external hook"), LuaValue.EMPTYSTRING, LuaInt.of(0));
        };
    }

    private Varargs traceback(Varargs arguments) {
        Subject subject = subject(arguments);
        int n = subject.offset + 1;
        LuaValue message = arguments.arg(n);
        LuaString text = Conversions.toLuaString(message);
        if (text == null && !message.isnil()) {
            return message;
        }
        long level = Args.optInteger(state, arguments.arg(n + 1), n + 1, subject.isRunning ? 1 : 0);
        String prefix = text == null ? null : latin1(text);
        String traceback = Traceback.of(state, subject.thread, prefix, Math.max(0, level));
        return LuaString.valueUsing(traceback.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String latin1(LuaString s) {
        return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.ISO_8859_1);
    }
}
