package io.moongate.lua.internal.code;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Closing;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.CoroutineClosing;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.Table;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A generic for loop on its way (manual 3.3.5). Traversals by {@code next} and {@code ipairs} are recognised by their
 * iterator functions and make no calls.
 */
public final class Iteration {

    private enum Way {
        CALLS,
        POSITIONS,
        INDICES
    }

    private final GlobalState state;
    private final Coroutine thread;
    private final CallInfo info;
    private final int pc;
    private final LuaValue iterator;
    private final LuaValue subject;
    private final LuaValue closing;
    private final Way way;
    private long position;
    private boolean closed;
    private Varargs results = LuaValue.NONE;

    /** The first and second loop variable of this iteration. */
    public LuaValue first;

    public LuaValue second = LuaValue.NIL;

    public Iteration(GlobalState state, Coroutine thread, CallInfo info, int pc, Varargs values) {
        this.state = state;
        this.thread = thread;
        this.info = info;
        this.pc = pc;
        this.iterator = values.arg1();
        this.subject = values.arg(2);
        this.first = values.arg(3);
        this.closing = values.arg(4);
        this.way = way();
        info.pc = pc;
        Closing.check(state, closing, "(for state)");
    }

    private Way way() {
        if (state.hooked) {
            return Way.CALLS;
        }
        if (iterator == state.next && subject instanceof Table table && table.hasPositions() && first.isnil()) {
            return Way.POSITIONS;
        }
        if (iterator == state.ipairsStep && first instanceof LuaInt start) {
            position = start.value;
            return Way.INDICES;
        }
        return Way.CALLS;
    }

    /** Goes on; false at the end. */
    public boolean next() {
        if (way == Way.POSITIONS) {
            return nextPosition((Table) subject);
        }
        return way == Way.INDICES ? nextIndex() : nextCall();
    }

    private boolean nextPosition(Table table) {
        int next = table.nextPosition((int) position);
        if (next == 0) {
            return false;
        }
        position = next;
        first = table.keyAt(next);
        second = table.valueAt(next);
        return true;
    }

    private boolean nextIndex() {
        long index = ++position;
        LuaValue value = subject instanceof Table table ? table.peek(index) : null;
        if (value == null) {
            info.pc = pc;
            value = Index.get(state, subject, index);
            if (value.isnil()) {
                return false;
            }
        }
        first = LuaInt.of(index);
        second = value;
        return true;
    }

    private boolean nextCall() {
        info.pc = pc;
        Varargs all = Calls.invoke(state, iterator, subject, first);
        thread.top = info;
        results = all;
        first = all.arg1();
        second = all.arg(2);
        return !first.isnil();
    }

    /** The nth loop variable, from 3. */
    public LuaValue variable(int n) {
        return results.arg(n);
    }

    /** Ends the loop in good order. */
    public void close() {
        if (!closing.isnil() && !closed) {
            closed = true;
            info.pc = pc;
            Closing.close(state, closing, LuaValue.NIL);
        }
    }

    /** Ends the loop because of what was thrown in it; returns what is to be thrown on. */
    public Throwable fail(Throwable failure) {
        if (closing.isnil() || closed) {
            return failure;
        }
        closed = true;
        info.pc = pc;
        if (failure instanceof LuaError error) {
            return Closing.onError(thread, info, closing, error);
        }
        if (failure instanceof StackOverflowError) {
            return Closing.onError(thread, info, closing, new ScriptError("stack overflow"));
        }
        return failure instanceof CoroutineClosing c ? Closing.onClose(thread, info, closing, c) : failure;
    }
}
