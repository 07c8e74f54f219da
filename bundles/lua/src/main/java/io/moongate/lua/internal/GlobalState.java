package io.moongate.lua.internal;

import io.moongate.lua.LuaLimits;
import io.moongate.lua.LuaPlatform;
import io.moongate.lua.LuaState.Interrupt;
import io.moongate.lua.fiber.FiberFactory;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** What all threads of one Lua state share. One Java thread at a time uses it, but for {@link #interrupt}. */
public final class GlobalState {

    private static final LuaString[] TYPE_NAMES = {
        LuaString.valueOf("nil"),
        LuaString.valueOf("boolean"),
        LuaString.valueOf("number"),
        LuaString.valueOf("string"),
        LuaString.valueOf("table"),
        LuaString.valueOf("function"),
        LuaString.valueOf("thread"),
        LuaString.valueOf("userdata")
    };

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

    /** Whether there is a debugger or any thread has a debug hook: then all code is interpreted. */
    public boolean hooked;

    /** The hook for all threads. */
    public @Nullable Hook debugger;

    private boolean threadHooks;

    /** The function {@code next}, which loops recognise. */
    public LuaValue next = LuaValue.NIL;

    /** The iterator of {@code ipairs}, which loops recognise. */
    public LuaValue ipairsStep = LuaValue.NIL;

    public final Finalizers finalizers = new Finalizers(this);

    private final Queue<Interrupt> interrupts = new ConcurrentLinkedQueue<>();
    private final @Nullable LuaTable[] typeMetatables = new LuaTable[9];
    private final WeakHashMap<LuaString, WeakReference<LuaString>> names = new WeakHashMap<>();

    public GlobalState(LuaLimits limits, LuaPlatform platform, FiberFactory fibers) {
        this.limits = limits;
        this.platform = platform;
        this.fibers = fibers;
        this.current = new Coroutine(this);
        for (LuaString name : TYPE_NAMES) {
            names.put(name, new WeakReference<>(name));
        }
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

    /** What {@code type} returns: always the same objects. */
    public LuaString typeName(LuaValue value) {
        return switch (value.type()) {
            case LuaValue.TNIL, LuaValue.TNONE -> TYPE_NAMES[0];
            case LuaValue.TBOOLEAN -> TYPE_NAMES[1];
            case LuaValue.TNUMBER, LuaValue.TINT -> TYPE_NAMES[2];
            case LuaValue.TSTRING -> TYPE_NAMES[3];
            case LuaValue.TTABLE -> TYPE_NAMES[4];
            case LuaValue.TFUNCTION -> TYPE_NAMES[5];
            case LuaValue.TTHREAD -> TYPE_NAMES[6];
            default -> TYPE_NAMES[7];
        };
    }

    /** Writes to the error stream. */
    public void complain(String message) {
        try {
            platform.stdout().flush();
            platform.stderr().write(message.getBytes(StandardCharsets.UTF_8));
            platform.stderr().flush();
        } catch (IOException e) {
            // The error stream is where this would have been reported.
        }
    }

    /** One object for equal strings: constants are compared by identity first. */
    public LuaString intern(LuaString string) {
        if (string.m_length == 1) {
            return SingleBytes.of(string.m_bytes[string.m_offset]);
        }
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
        if (hooked) {
            signalled = true;
        }
    }

    /** Says whether any thread has a debug hook. */
    public void threadHooks(boolean any) {
        threadHooks = any;
        hookedChanged();
    }

    /** Has a hook for all threads, or none. */
    public void debugger(@Nullable Hook hook) {
        debugger = hook;
        if (hook != null) {
            Hooks.forget(current);
        }
        hookedChanged();
    }

    /** Compiled functions and loops are left for the interpreter as long as there are hooks. */
    private void hookedChanged() {
        hooked = threadHooks || debugger != null;
        signalled |= hooked;
    }
}
