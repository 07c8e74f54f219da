package io.moongate.lua.internal;

import io.moongate.lua.JavaFunction;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Calls hooks: that of a thread ({@code debug.sethook}), and the debugger's, which is for all threads of a state. Only
 * called while {@link GlobalState#hooked}.
 */
public final class Hooks {

    private Hooks() {}

    /** Gives a thread a hook, or takes it away. The lines that are being executed are no news to it. */
    public static void install(Coroutine thread, @Nullable Hook hook) {
        thread.hook = hook;
        thread.hookCount = 0;
        forget(thread);
    }

    /** Has the lines that a thread is executing count as seen. */
    static void forget(Coroutine thread) {
        for (CallInfo info = thread.top; info != null; info = info.previous) {
            info.hookLine = info.line();
            info.hookPosition = -1;
        }
    }

    /**
     * Before an instruction: count and line events.
     *
     * @param position its place in its function: a jump back makes the same line a new one
     * @param pc the site that says which variables are alive
     */
    public static void onInstruction(Coroutine thread, CallInfo info, int line, int position, int pc) {
        if (thread.inHook) {
            return;
        }
        info.pc = pc;
        boolean isNewLine = position <= info.hookPosition || line != info.hookLine;
        info.hookPosition = position;
        info.hookLine = line;
        count(thread, info, line);
        if (isNewLine) {
            onLine(thread, info, line, thread.hook);
            onLine(thread, info, line, thread.state().debugger);
        }
    }

    /** An instruction that causes no event. */
    public static void pass(CallInfo info, int line, int position) {
        info.hookLine = line;
        info.hookPosition = position;
    }

    private static void count(Coroutine thread, CallInfo info, int line) {
        Hook hook = thread.hook;
        if (hook != null && hook.count() > 0 && ++thread.hookCount >= hook.count()) {
            thread.hookCount = 0;
            run(thread, info, line, () -> hook.onCount(thread));
        }
    }

    private static void onLine(Coroutine thread, CallInfo info, int line, @Nullable Hook hook) {
        if (hook != null && hook.wantsLines()) {
            run(thread, info, line, () -> hook.onLine(thread, line));
        }
    }

    /**
     * A function has been entered.
     *
     * @param line where it begins; -1 when it is written in Java
     */
    public static void onCall(Coroutine thread, CallInfo info, int parameters, int line) {
        info.seenNothing();
        if (thread.inHook) {
            return;
        }
        info.transferAt = 1;
        info.transferCount = parameters;
        onCall(thread, info, line, thread.hook);
        onCall(thread, info, line, thread.state().debugger);
        info.transferCount = 0;
    }

    private static void onCall(Coroutine thread, CallInfo info, int line, @Nullable Hook hook) {
        if (hook != null && hook.wantsCalls()) {
            run(thread, info, line, () -> hook.onCall(thread, info.tailCall));
        }
    }

    /** A function returns. */
    public static void onReturn(Coroutine thread, CallInfo info, Varargs results) {
        if (thread.inHook) {
            return;
        }
        info.transferred = results;
        info.transferAt = info.activeLocals() + 1;
        info.transferCount = results.narg();
        onReturn(thread, info, thread.hook);
        onReturn(thread, info, thread.state().debugger);
        info.transferred = LuaValue.NONE;
        info.transferCount = 0;
    }

    private static void onReturn(Coroutine thread, CallInfo info, @Nullable Hook hook) {
        if (hook != null && hook.wantsReturns()) {
            run(thread, info, info.hookLine, () -> hook.onReturn(thread));
        }
    }

    /** Calls a function written in Java; one that does not put itself on the call stack gets its place there. */
    static Varargs invoke(GlobalState state, LuaFunction function, Varargs arguments) {
        if (function instanceof NativeFunction.Caller || function instanceof JavaFunction) {
            return function.invoke(arguments);
        }
        Coroutine thread = state.current;
        CallInfo info = thread.push();
        info.enter(function, arguments);
        onCall(thread, info, arguments.narg(), -1);
        Varargs results = function.invoke(arguments);
        onReturn(thread, info, results);
        info.leave(thread);
        return results;
    }

    private static void run(Coroutine thread, CallInfo info, int line, Runnable event) {
        thread.inHook = true;
        info.currentLine = line;
        try {
            event.run();
        } finally {
            thread.inHook = false;
            info.currentLine = -1;
        }
        thread.top = info;
    }
}
