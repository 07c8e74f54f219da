package io.moongate.lua.internal;

import io.moongate.lua.LuaContext;
import io.moongate.lua.fiber.Fiber;
import io.moongate.lua.fiber.FiberFactory.Kind;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A Lua thread (manual 2.6): a call stack, and for all but main threads a fiber that runs on it. */
public final class Coroutine extends LuaValue implements LuaContext {

    /** What {@code coroutine.status} says. */
    public enum Status {
        SUSPENDED,
        RUNNING,
        NORMAL,
        DEAD
    }

    /** Resumes that nest deeper would eat up the Java stack; the reference allows as many. */
    private static final int MAX_NESTING = 195;

    private final GlobalState state;

    /** The function to run; null in main threads. */
    private final @Nullable LuaValue body;

    /** The innermost activation. */
    public CallInfo top = new CallInfo(null);

    /** The debug hook of this thread. */
    public @Nullable Hook hook;

    /** Whether the hook is running: it is not called for itself. */
    public boolean inHook;

    int hookCount;

    /** Whether the next function to be entered takes the place of its caller. */
    public boolean tailCalled;

    /** The message handler of the innermost {@code xpcall}. */
    public @Nullable LuaValue handler;

    private Status status;
    private @Nullable Fiber fiber;
    private Varargs transfer = NONE;
    private boolean closing;

    /** What ended it, until someone closes it. */
    private @Nullable LuaError failure;

    private int nesting;

    /** A main thread: it cannot yield and is always running or normal. */
    Coroutine(GlobalState state) {
        this.state = state;
        this.body = null;
        this.status = Status.RUNNING;
    }

    public Coroutine(GlobalState state, LuaValue body) {
        this.state = state;
        this.body = body;
        this.status = Status.SUSPENDED;
    }

    public GlobalState state() {
        return state;
    }

    public boolean isMain() {
        return body == null;
    }

    public Status status() {
        return status;
    }

    public boolean isYieldable() {
        return body != null && !closing && !inHook;
    }

    /** The next activation on this stack. */
    public CallInfo push() {
        CallInfo next = top.next;
        if (next == null) {
            next = grow();
        }
        next.tailCall = tailCalled;
        tailCalled = false;
        top = next;
        return next;
    }

    private CallInfo grow() {
        if (top.depth >= state.limits.callDepth()) {
            throw overflow();
        }
        CallInfo next = new CallInfo(top);
        top.next = next;
        return next;
    }

    /** An error for a stack that is too deep; there is room for some handlers above it. */
    private ScriptError overflow() {
        if (top.depth >= state.limits.callDepth() + 200) {
            return new ScriptError("error in error handling");
        }
        return Errors.runtime(state, "stack overflow");
    }

    /**
     * Runs the coroutine until it yields or ends.
     *
     * @return what it yielded or returned
     * @throws LuaError what ended it, or when it cannot be resumed
     */
    public Varargs resume(Varargs arguments) {
        if (status != Status.SUSPENDED) {
            throw new ScriptError(
                    status == Status.DEAD ? "cannot resume dead coroutine" : "cannot resume non-suspended coroutine");
        }
        nesting = state.current.nesting + 1;
        if (nesting > MAX_NESTING) {
            throw new ScriptError("C stack overflow");
        }
        transfer = arguments;
        run();
        Varargs results = transfer;
        transfer = NONE;
        return results;
    }

    private void run() {
        Coroutine resumer = state.current;
        resumer.status = Status.NORMAL;
        status = Status.RUNNING;
        state.current = this;
        Fiber running = fiber == null ? newFiber() : fiber;
        boolean ended = true;
        try {
            ended = running.resume();
        } catch (LuaError e) {
            failure = e;
            throw e;
        } finally {
            if (ended) {
                status = Status.DEAD;
                fiber = null;
            }
            state.current = resumer;
            resumer.status = Status.RUNNING;
        }
    }

    private Fiber newFiber() {
        Fiber created = state.fibers.create(Kind.COROUTINE, this::body);
        fiber = created;
        return created;
    }

    private void body() {
        try {
            transfer = Calls.invoke(state, body, transfer);
        } catch (StackOverflowError e) {
            throw new ScriptError("stack overflow");
        }
    }

    /**
     * Suspends this coroutine, which is the running one.
     *
     * @return what the next resume passes
     */
    public Varargs yield(Varargs values) {
        if (body == null) {
            throw LibraryError.plain("attempt to yield from outside a coroutine");
        }
        if (closing || inHook) {
            throw LibraryError.plain("attempt to yield across a C-call boundary");
        }
        transfer = values;
        status = Status.SUSPENDED;
        suspend();
        if (closing) {
            throw new CoroutineClosing();
        }
        Varargs arguments = transfer;
        transfer = NONE;
        return arguments;
    }

    private void suspend() {
        try {
            fiber.suspend();
        } catch (IllegalStateException e) {
            status = Status.RUNNING;
            throw LibraryError.plain("attempt to yield across a C-call boundary");
        }
    }

    /**
     * Ends a suspended or dead coroutine and closes its pending to-be-closed variables.
     *
     * @return the error of a closing method, or null
     */
    public @Nullable LuaError close() {
        if (status == Status.SUSPENDED && fiber != null) {
            closing = true;
            try {
                run();
            } catch (CoroutineClosing e) {
                failure = e.error();
            } catch (LuaError e) {
                failure = e;
            }
        }
        status = Status.DEAD;
        LuaError error = failure;
        failure = null;
        return error;
    }

    @Override
    public int type() {
        return TTHREAD;
    }

    @Override
    public String typename() {
        return "thread";
    }

    @Override
    public boolean isthread() {
        return true;
    }

    @Override
    public String tojstring() {
        return Names.address("thread", this);
    }
}
