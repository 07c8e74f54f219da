package io.moongate.lua;

import io.moongate.lua.fiber.FiberFactory;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.Errors;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.code.ChunkLoader;
import io.moongate.lua.internal.lib.StandardLibraries;
import io.moongate.lua.internal.lib.Traceback;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One isolated Lua state: its globals, its standard library, its type metatables. States share nothing mutable.
 *
 * <p>One thread at a time runs code of a state; {@link #interrupt} may be called from any thread.
 *
 * <p><b>Strands.</b> A state keeps track of the coroutine that runs, and of its call stack. Who runs several lines of
 * execution in one state by turns gives each a {@link LuaContext} and tells the state when it goes from one to another:
 *
 * {@snippet :
 * LuaContext context = state.newContext();       // a strand's, made once
 * LuaContext outside = state.swap(context);      // before the strand's fiber is resumed
 * fiber.resume();
 * context = state.swap(outside);                 // suspended: what runs now may be a coroutine nested in the strand
 * }
 */
public final class LuaState {

    private final GlobalState state;

    /** A state with the process's files and streams, and with default limits. */
    public LuaState() {
        this(LuaLimits.defaults(), LuaPlatform.system());
    }

    public LuaState(LuaLimits limits, LuaPlatform platform) {
        this(limits, platform, FiberFactory.best());
    }

    public LuaState(LuaLimits limits, LuaPlatform platform, FiberFactory fibers) {
        state = new GlobalState(limits, platform, fibers);
        StandardLibraries.open(state);
    }

    /** The table of global variables, with the standard library in it. */
    public LuaTable globals() {
        return state.globals;
    }

    /** What coroutines of this state are made with; strands that run its code use the same. */
    public FiberFactory fibers() {
        return state.fibers;
    }

    public LuaLimits limits() {
        return state.limits;
    }

    public LuaPlatform platform() {
        return state.platform;
    }

    /** A line of execution of its own, with a main thread that cannot yield. */
    public LuaContext newContext() {
        return state.newMainThread();
    }

    /** The thread value of a context's main thread, as {@code coroutine.running} returns it there. */
    public LuaValue threadOf(LuaContext context) {
        return (Coroutine) context;
    }

    /**
     * Calls a function from the outside, in the context that runs. Use this rather than the function's own methods: it
     * puts the call stack right again when the function fails.
     *
     * @throws TracedError what the function raised
     */
    public Varargs call(LuaValue function, Varargs arguments) {
        Coroutine thread = state.current;
        CallInfo top = thread.top;
        try {
            return Calls.invoke(state, function, arguments);
        } catch (TracedError e) {
            throw e;
        } catch (LuaError e) {
            String message = text(e);
            throw new TracedError(e, message, Traceback.of(state, thread, message, 0));
        } catch (StackOverflowError e) {
            thread.top = top;
            LuaError overflow = new LuaError("stack overflow");
            throw new TracedError(overflow, "stack overflow", Traceback.of(state, thread, "stack overflow", 0));
        } finally {
            thread.top = top;
        }
    }

    private String text(LuaError error) {
        LuaValue value = Errors.objectOf(error);
        return value.isstring() ? Names.text(value) : "(error object is a " + value.typename() + " value)";
    }

    /**
     * The position of the Lua code that runs, as {@code luaL_where(1)} gives it to a function it calls: {@code
     * "file.lua:7: "}, or empty where no Lua code called.
     */
    public String where() {
        CallInfo top = state.current.top;
        return (top.prototype == null && top.previous != null ? top.previous : top).where();
    }

    GlobalState internals() {
        return state;
    }

    /**
     * Makes {@code next} the context that runs.
     *
     * @return the context that ran until now: to be given back here when it shall go on
     */
    public LuaContext swap(LuaContext next) {
        Coroutine previous = state.current;
        state.current = (Coroutine) next;
        return previous;
    }

    /**
     * Has {@code interrupt} run in the thread that runs Lua code, at its next loop iteration or call. It may take its
     * time (a debugger's pause) or throw {@link LuaKilled}. May be called from any thread.
     */
    public void interrupt(Interrupt interrupt) {
        state.interrupt(interrupt);
    }

    /**
     * Compiles a chunk.
     *
     * @param source the bytes of the chunk; read to its end, not closed
     * @param chunkName as in {@code load}: {@code "@file.lua"} or {@code "=name"}
     * @param mode {@code "t"}, {@code "b"} or {@code "bt"}
     * @param env the chunk's {@code _ENV}
     * @throws org.luaj.vm2.LuaError with position when the chunk is malformed
     */
    public LuaFunction load(InputStream source, String chunkName, String mode, LuaValue env) {
        try {
            return ChunkLoader.load(state, source.readAllBytes(), 0, chunkName, mode, env);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a debugger needs. */
    public LuaDebug debug() {
        return new LuaDebug(state);
    }

    /** Runs the finalizers of all tables that have one: the state is not used any more. */
    public void close() {
        state.finalizers.runAll();
    }

    /** What a running state does when it is interrupted. */
    @FunctionalInterface
    public interface Interrupt {
        void run();
    }
}
