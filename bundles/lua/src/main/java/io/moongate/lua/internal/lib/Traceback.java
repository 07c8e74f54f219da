package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Site.FunctionName;
import org.jspecify.annotations.Nullable;

/** A call stack as text, in the format of the reference implementation ({@code luaL_traceback}). */
public final class Traceback {

    /** How many levels at the top and at the bottom a long traceback shows. */
    private static final int TOP_LEVELS = 10;

    private static final int BOTTOM_LEVELS = 11;

    private Traceback() {}

    /**
     * Describes the stack of a thread.
     *
     * @param message what stands before it; null for nothing
     * @param depth how many of the innermost activations are left out
     */
    public static String of(GlobalState state, Coroutine thread, @Nullable String message, long depth) {
        StringBuilder text = new StringBuilder();
        if (message != null) {
            text.append(message).append('\n');
        }
        text.append("stack traceback:");
        long levels = thread.top.depth - depth + (thread.isMain() ? 1 : 0);
        boolean isLong = levels > TOP_LEVELS + BOTTOM_LEVELS + 1;
        CallInfo info = CallStack.at(thread, depth);
        for (long level = 0; info != null && info.function != null; level++, info = info.previous) {
            if (isLong && level == TOP_LEVELS) {
                // The reference implementation does not count the level at which it notices.
                text.append("\n\t...\t(skipping ")
                        .append(levels - TOP_LEVELS - BOTTOM_LEVELS - 1)
                        .append(" levels)");
                info = CallStack.at(thread, depth + levels - BOTTOM_LEVELS);
            }
            append(text, state, info);
        }
        if (thread.isMain()) {
            text.append("\n\t[C]: in ?");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, GlobalState state, CallInfo info) {
        if (info.prototype == null) {
            text.append("\n\t[C]: in ");
        } else if (info.line() > 0) {
            text.append("\n\t")
                    .append(info.prototype.shortSource())
                    .append(':')
                    .append(info.line())
                    .append(": in ");
        } else {
            text.append("\n\t").append(info.prototype.shortSource()).append(": in ");
        }
        text.append(functionName(state, info));
        if (info.tailCall) {
            text.append("\n\t(...tail calls...)");
        }
    }

    static String functionName(GlobalState state, CallInfo info) {
        String global = CallStack.globalName(state, info.function);
        if (global != null) {
            return "function '" + global + "'";
        }
        FunctionName name = CallStack.name(info);
        if (name != null) {
            return name.what() + " '" + name.name() + "'";
        }
        if (info.prototype == null) {
            return "?";
        }
        return info.prototype.isMain()
                ? "main chunk"
                : "function <" + info.prototype.shortSource() + ":" + info.prototype.lineDefined() + ">";
    }
}
