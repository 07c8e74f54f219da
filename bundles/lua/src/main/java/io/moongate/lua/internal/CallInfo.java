package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One activation on the call stack of a coroutine. They form a list that is reused: a call costs a few field writes.
 * Nothing pops them when an error passes: so a message handler finds the stack as it was; who catches the error restores
 * {@link Coroutine#top}.
 */
public final class CallInfo {

    /** The activation below; null at the base of a coroutine. */
    public final @Nullable CallInfo previous;

    public final int depth;

    @Nullable
    CallInfo next;

    /** The function running; null at the base. */
    public @Nullable LuaFunction function;

    /** What the function was compiled from; null for a function written in Java. */
    public @Nullable Prototype prototype;

    /** The site being executed, an index into {@link Prototype#site}. */
    public int pc;

    /** The interpreter's local variables, for debuggers; null in compiled and Java functions. */
    public @Nullable Locals locals;

    /** The arguments of a function written in Java, and values on their way while a hook looks at a call or return. */
    public Varargs values = LuaValue.NONE;

    /** Whether the function took the place of its caller. */
    public boolean tailCall;

    /** Counts tail calls made at this depth by compiled code, which returns once in a while to give the stack back. */
    public int tails;

    /** What the debug hook saw last. */
    int hookLine = -1;

    int hookPosition;

    /** What is being passed in a call or returned, while a hook looks at it: where it is among the local variables. */
    public int transferAt;

    public int transferCount;

    /** What is being returned, while a hook looks at it. */
    public Varargs transferred = LuaValue.NONE;

    /** The line of the statement about to be executed while a hook looks at it, or -1. */
    int currentLine = -1;

    CallInfo(@Nullable CallInfo previous) {
        this.previous = previous;
        this.depth = previous == null ? 0 : previous.depth + 1;
    }

    /** Makes this the activation of a function written in Java. */
    public void enter(LuaFunction called, Varargs arguments) {
        function = called;
        prototype = null;
        locals = null;
        values = arguments;
    }

    /** Takes a function written in Java off the stack; what it was given is let go. */
    public void leave(Coroutine thread) {
        values = LuaValue.NONE;
        thread.top = previous;
    }

    /** Has the next line that is executed be news to the hook. */
    public void seenNothing() {
        hookLine = -1;
        hookPosition = -1;
    }

    /** How many local variables, or arguments of a function written in Java, there are. */
    public int activeLocals() {
        if (prototype == null) {
            return values.narg();
        }
        int count = 0;
        while (prototype.local(count + 1, pc) != null) {
            count++;
        }
        return count;
    }

    public @Nullable Site site() {
        return prototype == null ? null : prototype.site(pc);
    }

    /** The line being executed, or -1. */
    public int line() {
        if (currentLine >= 0) {
            return currentLine;
        }
        Site site = site();
        return site == null ? -1 : site.line();
    }

    /** {@code "chunk:line: "}, or nothing for a Java function or where lines are not known ({@code luaL_where}). */
    public String where() {
        return prototype == null || line() <= 0 ? "" : position();
    }

    /** {@code "chunk:line: "} with any line, or nothing for a Java function. */
    String position() {
        return prototype == null ? "" : prototype.shortSource() + ":" + line() + ": ";
    }
}
