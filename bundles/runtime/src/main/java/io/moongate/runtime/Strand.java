package io.moongate.runtime;

import java.util.concurrent.CompletionStage;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One activity inside a VM: a request, a thread job, a timer tick, a cosocket. */
public interface Strand {

    String name();

    /** The Lua thread of the strand, as {@code coroutine.running} returns it there: for {@code debug.traceback}. */
    LuaValue coroutine();

    /** Completes with the results, or with the error that ended the strand. */
    CompletionStage<Varargs> result();

    /** Whether the strand waits in {@link LuaVm#await}. */
    boolean isWaiting();

    /**
     * Ends the strand at its next safepoint or where it waits. Lua code cannot catch this. From any thread; returns at
     * once.
     *
     * @param reason for the log and the strand's result
     */
    void kill(String reason);

    /** A place for modules to keep what belongs to this strand, such as the cosocket it runs. Used on the strand only. */
    StrandLocals locals();
}
