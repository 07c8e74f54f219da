package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Arith;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What compiled code calls. Small methods, which the JVM inlines. */
public final class Fast {

    /** How many tail calls nest before one of them gives the Java stack back. A power of two less one. */
    private static final int NESTED_TAIL_CALLS = 63;

    private Fast() {}

    /** Puts a function on the call stack. */
    public static CallInfo enter(Coroutine thread, LuaClosure function, Prototype prototype) {
        CallInfo info = thread.push();
        // Loops call the same functions at the same depth: what need not be written costs no barrier.
        if (info.function != function) {
            info.function = function;
        }
        if (info.prototype != prototype) {
            info.prototype = prototype;
        }
        if (info.locals != null) {
            info.locals = null;
        }
        return info;
    }

    /** At the start of a function when the state is signalled: whether it is to be interpreted. */
    public static boolean interrupted(GlobalState state) {
        state.safepoint();
        return state.hooked;
    }

    public static Varargs interpret(LuaClosure function, Varargs arguments) {
        return function.prototype.interpreted.enter(function, arguments);
    }

    // From compiled code to the interpreter.

    /** The interpreter's frame for a function that was compiled. */
    public static Frame frame(LuaClosure function, CallInfo info, Varargs varargs) {
        return new Frame(function, info, varargs);
    }

    public static void save(Frame frame, int slot, LuaValue value) {
        frame.slots[slot] = value;
    }

    public static void save(Frame frame, int slot, long value) {
        frame.slots[slot] = LuaInt.of(value);
    }

    public static void save(Frame frame, int slot, double value) {
        frame.slots[slot] = new LuaFloat(value);
    }

    /** A variable that is a number unless there is a reference. */
    public static void save(Frame frame, int slot, long value, @Nullable LuaValue reference) {
        frame.slots[slot] = reference == null ? LuaInt.of(value) : reference;
    }

    public static void save(Frame frame, int slot, double value, @Nullable LuaValue reference) {
        frame.slots[slot] = reference == null ? new LuaFloat(value) : reference;
    }

    /** How far a numerical loop is. */
    public static Object counter(long next, long remaining, long step) {
        return new long[] {next, remaining, step};
    }

    public static Object counter(long next, long remaining, long step, Range range) {
        return range.floats ? range : counter(next, remaining, step);
    }

    public static Varargs resume(Frame frame, Object loop, Object[] states) {
        return Resumption.function(frame, (Stat.Loop) loop, states);
    }

    public static int resumeLoop(Frame frame, Object outermost, Object loop, Object[] states) {
        return Resumption.loop(frame, (Stat.Loop) outermost, (Stat.Loop) loop, states);
    }

    // Calls of what is no Lua function, with one result.

    public static LuaValue call(GlobalState state, Coroutine thread, CallInfo info, LuaValue f) {
        return done(thread, info, f instanceof LuaFunction ? f.call() : Calls.call(state, f));
    }

    public static LuaValue call(GlobalState state, Coroutine thread, CallInfo info, LuaValue f, LuaValue a) {
        return done(thread, info, f instanceof LuaFunction ? f.call(a) : Calls.call(state, f, a));
    }

    public static LuaValue call(
            GlobalState state, Coroutine thread, CallInfo info, LuaValue f, LuaValue a, LuaValue b) {
        return done(thread, info, f instanceof LuaFunction ? f.call(a, b) : Calls.call(state, f, a, b));
    }

    public static LuaValue call(
            GlobalState state, Coroutine thread, CallInfo info, LuaValue f, LuaValue a, LuaValue b, LuaValue c) {
        return done(thread, info, f instanceof LuaFunction ? f.call(a, b, c) : Calls.call(state, f, a, b, c));
    }

    private static LuaValue done(Coroutine thread, CallInfo info, LuaValue result) {
        thread.top = info;
        return result == LuaValue.NONE ? LuaValue.NIL : result;
    }

    /** A call of anything, with all results. */
    public static Varargs invoke(GlobalState state, Coroutine thread, CallInfo info, LuaValue f, Varargs arguments) {
        Varargs results = Calls.invoke(state, f, arguments);
        thread.top = info;
        return results;
    }

    /** A call in tail position with any arguments; the caller has nothing to do after it. */
    public static Varargs tail(GlobalState state, Coroutine thread, CallInfo info, LuaValue f, Varargs arguments) {
        if (f instanceof LuaClosure closure) {
            thread.top = info.previous;
            return nests(info) ? closure.prototype.code.enter(closure, arguments) : new TailCall(closure, arguments);
        }
        if (f instanceof LuaFunction) {
            Varargs results = f.invoke(arguments);
            thread.top = info.previous;
            return results;
        }
        return tail(state, thread, info, Calls.callable(state, f), Values.prepend(f, arguments));
    }

    /** Whether a tail call may be an ordinary one: nearly always. */
    public static boolean nests(CallInfo info) {
        return (++info.tails & NESTED_TAIL_CALLS) != 0;
    }

    /** A tail call that does not nest, or of what is no Lua function. */
    public static Varargs leap(GlobalState state, Coroutine thread, CallInfo info, LuaValue f, Varargs arguments) {
        if (f instanceof LuaClosure closure) {
            thread.top = info.previous;
            return new TailCall(closure, arguments);
        }
        return tail(state, thread, info, f, arguments);
    }

    /** A tail call in a loop that the interpreter will make. */
    public static Varargs tailCall(LuaClosure function, Varargs arguments) {
        return new TailCall(function, arguments);
    }

    // Tables.

    /** A field that a table has not got itself, or that something else is to give. */
    public static LuaValue absent(GlobalState state, LuaValue object, LuaString key) {
        return object instanceof Table table ? Index.inherited(state, table, key) : Index.get(state, object, key);
    }

    public static LuaValue absent(GlobalState state, LuaValue object, long key) {
        return object instanceof Table table && table.metatable == null && table.hasPositions()
                ? LuaValue.NIL
                : Index.get(state, object, key);
    }

    public static LuaValue absent(GlobalState state, LuaValue object, LuaValue key) {
        return object instanceof Table table && table.metatable == null && table.hasPositions()
                ? LuaValue.NIL
                : Index.get(state, object, key);
    }

    // Values.

    public static boolean equal(GlobalState state, LuaValue a, LuaValue b) {
        if (a == b && !(a instanceof LuaFloat)) {
            return true;
        }
        return Compare.equal(state, a, b);
    }

    public static boolean equal(LuaValue a, LuaString b) {
        return a == b || a instanceof LuaString string && string.raweq(b);
    }

    public static boolean equal(LuaValue a, long b) {
        return a instanceof LuaInt integer ? integer.value == b : a instanceof LuaFloat f && f.value == b;
    }

    public static LuaValue box(long value) {
        return LuaInt.of(value);
    }

    public static LuaValue box(double value) {
        return new LuaFloat(value);
    }

    public static long toLong(@Nullable LuaValue value) {
        return value instanceof LuaInt integer ? integer.value : value == null ? 0 : value.tolong();
    }

    public static double toDouble(@Nullable LuaValue value) {
        return value instanceof LuaFloat f ? f.value : value == null ? 0 : value.todouble();
    }

    /** A local variable of an interpreted frame that compiled code keeps in an upvalue. */
    public static Upvalue cell(@Nullable LuaValue value) {
        return value instanceof Upvalue upvalue ? upvalue : new Upvalue(value == null ? LuaValue.NIL : value);
    }

    public static LuaValue plain(@Nullable LuaValue value) {
        return value == null ? LuaValue.NIL : value instanceof Upvalue upvalue ? upvalue.value : value;
    }

    public static long floorDiv(GlobalState state, long a, long b) {
        return b != 0 ? Math.floorDiv(a, b) : ((LuaInt) Arith.idiv(state, LuaInt.of(a), LuaInt.of(b))).value;
    }

    public static long floorMod(GlobalState state, long a, long b) {
        return b != 0 ? Math.floorMod(a, b) : ((LuaInt) Arith.mod(state, LuaInt.of(a), LuaInt.of(b))).value;
    }

    /** Lets anything out that a method without checked exceptions can throw. */
    public static RuntimeException unchecked(Throwable throwable) {
        if (throwable instanceof Error error) {
            throw error;
        }
        return (RuntimeException) throwable;
    }
}
