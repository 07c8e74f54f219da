package io.moongate.lua.internal;

import io.moongate.lua.LuaLimits;
import io.moongate.lua.LuaPlatform;
import io.moongate.lua.LuaState.Interrupt;
import io.moongate.lua.fiber.FiberFactory;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What all threads of one Lua state share. One Java thread at a time uses it, but for {@link #interrupt}. */
public final class GlobalState {

    public final LuaLimits limits;
    public final LuaPlatform platform;
    public final FiberFactory fibers;

    /** The table of global variables. */
    public final Table globals = new Table(0, 64);

    /** {@code package.loaded}. */
    public final Table loaded = new Table(0, 16);

    /** What {@code debug.getregistry} returns. */
    public final Table registry = new Table();

    /** The thread that runs. Who lets another one run puts it back. */
    public Coroutine current;

    /** Whether {@link #safepoint} has something to do: looked at on every loop and call. */
    public volatile boolean signalled;

    private final Queue<Interrupt> interrupts = new ConcurrentLinkedQueue<>();
    private final @Nullable LuaTable[] typeMetatables = new LuaTable[9];
    private final WeakHashMap<LuaString, WeakReference<LuaString>> names = new WeakHashMap<>();

    public GlobalState(LuaLimits limits, LuaPlatform platform, FiberFactory fibers) {
        this.limits = limits;
        this.platform = platform;
        this.fibers = fibers;
        this.current = new Coroutine(this);
    }

    /** A thread that cannot yield, for a strand of its own. */
    public Coroutine newMainThread() {
        return new Coroutine(this);
    }

    /** The metatable that all values of a type without own metatables have. */
    public @Nullable LuaTable typeMetatable(LuaValue value) {
        return typeMetatables[slot(value)];
    }

    public void typeMetatable(LuaValue value, @Nullable LuaTable metatable) {
        typeMetatables[slot(value)] = metatable;
    }

    private static int slot(LuaValue value) {
        return Math.max(0, value.type());
    }

    /** One object for equal strings: constants are compared by identity first. */
    public LuaString intern(LuaString string) {
        WeakReference<LuaString> known = names.get(string);
        LuaString found = known == null ? null : known.get();
        if (found == null) {
            names.put(string, new WeakReference<>(string));
            return string;
        }
        return found;
    }

    /** Has {@code interrupt} run at the next safepoint; from any Java thread. */
    public void interrupt(Interrupt interrupt) {
        interrupts.add(interrupt);
        signalled = true;
    }

    /** Runs what interrupts there are; called where {@link #signalled} was seen. */
    public void safepoint() {
        signalled = false;
        for (Interrupt next = interrupts.poll(); next != null; next = interrupts.poll()) {
            next.run();
        }
    }

    /**
     * Calls a function from the outside: puts the call stack right again when it fails.
     *
     * @throws LuaError what the function raised
     */
    public Varargs enter(LuaValue function, Varargs arguments) {
        Coroutine thread = current;
        CallInfo top = thread.top;
        try {
            return Calls.invoke(this, function, arguments);
        } catch (StackOverflowError e) {
            throw new ScriptError("stack overflow");
        } finally {
            thread.top = top;
        }
    }
}
