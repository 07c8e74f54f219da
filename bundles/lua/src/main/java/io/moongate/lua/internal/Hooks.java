package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;

/** Calls debug hooks from the interpreter. */
public final class Hooks {

    private Hooks() {}

    /** Gives a thread a hook, or takes it away. The lines that are being executed are no news to it. */
    public static void install(Coroutine thread, @Nullable Hook hook) {
        thread.hook = hook;
        thread.hookCount = 0;
        for (CallInfo info = thread.top; info != null; info = info.previous) {
            info.hookLine = info.line();
            info.hookPc = info.pc;
        }
    }

    /** Before a statement: line and count events. */
    public static void onStatement(Coroutine thread, CallInfo info, int line, int pc) {
        Hook hook = thread.hook;
        if (hook == null || thread.inHook) {
            return;
        }
        if (hook.count() > 0 && ++thread.hookCount >= hook.count()) {
            thread.hookCount = 0;
            run(thread, info, () -> hook.onCount(thread));
        }
        // A jump back in the same line is a new line, too.
        if (hook.wantsLines() && (line != info.hookLine || pc <= info.hookPc)) {
            info.hookLine = line;
            info.hookPc = pc;
            info.currentLine = line;
            run(thread, info, () -> hook.onLine(thread, line));
        }
    }

    public static void onCall(Coroutine thread, CallInfo info) {
        info.hookLine = -1;
        Hook hook = thread.hook;
        if (hook != null && !thread.inHook && hook.wantsCalls()) {
            run(thread, info, () -> hook.onCall(thread, info.tailCall));
        }
    }

    public static void onReturn(Coroutine thread, CallInfo info) {
        Hook hook = thread.hook;
        if (hook != null && !thread.inHook && hook.wantsReturns()) {
            run(thread, info, () -> hook.onReturn(thread));
        }
    }

    private static void run(Coroutine thread, CallInfo info, Runnable event) {
        thread.inHook = true;
        try {
            event.run();
        } finally {
            thread.inHook = false;
        }
        thread.top = info;
        info.currentLine = -1;
    }
}
