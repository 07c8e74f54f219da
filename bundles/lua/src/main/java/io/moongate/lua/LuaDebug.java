package io.moongate.lua;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Hook;
import io.moongate.lua.internal.lib.DebuggedActivation;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaValue;

/**
 * What a debugger needs of a {@link LuaState}. Everything here is called by the thread that runs the state; from another one,
 * have {@link LuaState#interrupt} run it:
 *
 * {@snippet :
 * state.interrupt(() -> state.debug().attach(listener));   // also stops at the next line of code that is running: a pause
 * }
 *
 * <p>While a debugger is attached, all code of the state is interpreted, and the listener is told of each line before it is
 * executed: breakpoints, steps and pauses are made of that, and of the depth of {@link #stack}. Functions that were compiled
 * before give way to the interpreter when they are entered the next time, and at the end of an iteration of a loop; until then
 * their activations have lines, but show no local variables. Without a debugger (and without {@code debug.sethook}) nothing
 * of this costs any time, and a detached debugger leaves nothing behind.
 *
 * <p>A listener may take its time: while it waits, nothing else happens in its thread of the state, and {@link #stack}, the
 * variables of all its levels and of those of other coroutines can be read and set.
 */
public final class LuaDebug {

    private final GlobalState state;

    LuaDebug(GlobalState state) {
        this.state = state;
    }

    /**
     * What a debugger is told. Not told of what happens in calls that the listener itself makes.
     *
     * @see LuaDebug#attach
     */
    @FunctionalInterface
    public interface Listener {

        /**
         * A line is about to be executed: another one than before, or the same one once more.
         *
         * @param thread the coroutine or main thread; its {@link LuaDebug#stack} begins with the activation in question
         * @param line counted from 1
         */
        void onLine(LuaValue thread, int line);

        /** A function has been entered. Only told to listeners that {@link #wantsCalls}. */
        default void onCall(LuaValue thread, boolean isTailCall) {}

        /** A function is about to return; not told when an error ends it. Only to listeners that {@link #wantsCalls}. */
        default void onReturn(LuaValue thread) {}

        /** Asked before each call and return. */
        default boolean wantsCalls() {
            return false;
        }
    }

    /** Has a listener watch all threads of the state, in place of any other. */
    public void attach(Listener listener) {
        state.debugger(new Watch(listener));
    }

    /** Lets the state go on unwatched. */
    public void detach() {
        state.debugger(null);
    }

    public boolean isAttached() {
        return state.debugger != null;
    }

    /** Whether this listener, and not another one, is attached. */
    public boolean isAttachedTo(Listener listener) {
        return state.debugger instanceof Watch watch && watch.listener() == listener;
    }

    /** The thread that runs. */
    public LuaValue currentThread() {
        return state.current;
    }

    /**
     * The activations of a thread, the innermost first.
     *
     * @param thread a coroutine, suspended or not, or a {@link LuaState#threadOf main thread}
     * @throws IllegalArgumentException for any other value
     */
    public List<LuaActivation> stack(LuaValue thread) {
        List<LuaActivation> stack = new ArrayList<>();
        for (CallInfo info = coroutine(thread).top; info != null && info.function != null; info = info.previous) {
            stack.add(new DebuggedActivation(state, info));
        }
        return stack;
    }

    /** How many activations {@link #stack} has; costs nothing. */
    public int depth(LuaValue thread) {
        return coroutine(thread).top.depth;
    }

    /** Whether a thread runs, be it that it waits for a coroutine that it resumed. */
    public boolean isActive(LuaValue thread) {
        return switch (coroutine(thread).status()) {
            case RUNNING, NORMAL -> true;
            case SUSPENDED, DEAD -> false;
        };
    }

    /** Whether it is the {@link LuaState#threadOf main thread} of a context, and no coroutine. */
    public boolean isMain(LuaValue thread) {
        return coroutine(thread).isMain();
    }

    /** Whether a thread has ended. */
    public boolean isDead(LuaValue thread) {
        return coroutine(thread).status() == Coroutine.Status.DEAD;
    }

    private static Coroutine coroutine(LuaValue thread) {
        if (thread instanceof Coroutine coroutine) {
            return coroutine;
        }
        throw new IllegalArgumentException("not a thread: " + thread.typename());
    }

    private record Watch(Listener listener) implements Hook {
        @Override
        public void onCall(Coroutine thread, boolean tailCall) {
            listener.onCall(thread, tailCall);
        }

        @Override
        public void onReturn(Coroutine thread) {
            listener.onReturn(thread);
        }

        @Override
        public void onLine(Coroutine thread, int line) {
            listener.onLine(thread, line);
        }

        @Override
        public void onCount(Coroutine thread) {}

        @Override
        public boolean wantsCalls() {
            return listener.wantsCalls();
        }

        @Override
        public boolean wantsReturns() {
            return listener.wantsCalls();
        }

        @Override
        public boolean wantsLines() {
            return true;
        }

        @Override
        public int count() {
            return 0;
        }
    }
}
