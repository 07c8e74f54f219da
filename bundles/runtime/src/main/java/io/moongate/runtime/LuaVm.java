package io.moongate.runtime;

import io.moongate.lua.LuaState;
import io.moongate.runtime.io.Io;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One isolated Lua state and the strands that run in it. Its Lua code runs on the VM's own thread, one strand at a time;
 * a strand gives way only where it waits.
 */
public interface LuaVm {

    String name();

    LuaState state();

    LuaTable globals();

    /** What code in this VM may do beyond its own IO. */
    Grants grants();

    /** The IOs that belong to this VM, by the name {@code ba.openio} takes. Immutable. */
    Map<String, Io> ios();

    /** Where {@code print} and {@code trace} go. */
    Trace trace();

    /**
     * Starts a strand. May be called from any thread; returns at once.
     *
     * @param name what listings and the debugger call it
     * @param body runs on the VM's thread; may wait
     */
    Strand spawn(String name, Supplier<Varargs> body);

    /**
     * Starts a strand that runs at once, inside the caller's turn, until it waits for the first time or ends; then the
     * caller goes on. Called on a strand of this VM only.
     */
    Strand start(String name, Supplier<Varargs> body);

    /** Starts a strand that calls {@code function} and reports the error that ends it, if any. */
    default Strand call(String name, LuaValue function, Varargs args) {
        Strand strand = spawn(name, () -> state().call(function, args));
        strand.result().whenComplete((results, error) -> {
            if (error != null) {
                report(name, error);
            }
        });
        return strand;
    }

    /**
     * Traces an error of Lua code, with its traceback. A strand killed on purpose is not worth a report. From any thread.
     *
     * @param where what ran, such as {@code "timer"}
     */
    void report(String where, Throwable error);

    /**
     * Parks the running strand until {@code stage} completes, while other strands of this VM run. The only way to wait.
     *
     * @return the stage's value
     * @throws RuntimeException what the stage failed with; a checked cause comes wrapped in {@link
     *     java.util.concurrent.CompletionException}
     * @throws IllegalStateException when the caller is no strand of this VM
     */
    <T> T await(CompletionStage<T> stage);

    /** {@link #await} for {@code millis} milliseconds. */
    void sleep(long millis);

    /**
     * Has all other strands stand still: who becomes ready to go on stays where it is until the hold is closed. The running
     * strand goes on as ever and may wait, and so do those that it {@linkplain #start starts}: what a debugger needs to stop a
     * VM, whose connections and timers go on. On a strand of this VM only.
     *
     * @return to be closed on this VM's thread
     * @throws IllegalStateException while there is a hold
     */
    Hold hold();

    /** Ends by closing; closing twice is fine. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** The strand that runs on the calling thread. @throws IllegalStateException when there is none */
    Strand current();

    /** The strands that have not ended. */
    Collection<Strand> strands();

    /**
     * Has this VM's thread serve a reactor between strands, until the reactor ends. On a strand of this VM only.
     *
     * @param maker makes it, for the thread given
     * @return what {@code maker} made
     */
    <R extends Reactor> R drive(Function<Thread, R> maker);

    boolean isClosed();

    /** Ends every strand, withdraws every module, closes what is open. Idempotent, from any thread; returns when done. */
    void close();
}
