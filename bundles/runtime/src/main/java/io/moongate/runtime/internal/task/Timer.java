package io.moongate.runtime.internal.task;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.Varargs;

/**
 * Calls a function after a time, again and again as long as it returns or yields true. Used on the VM's thread only.
 *
 * <p>A waiting timer is held weakly, so that one nobody refers to ends as garbage, unless it is asked to keep itself.
 */
final class Timer {

    private final LuaVm vm;
    private final Ticker ticker;
    private final Set<Timer> kept;
    private long interval;
    /** Completed by the timer service; null while the timer is not set. */
    private @Nullable CompletableFuture<?> alarm;

    /** @param kept where timers are that live without being referred to */
    Timer(LuaVm vm, LuaFunction function, Set<Timer> kept) {
        this.vm = vm;
        this.ticker = new Ticker(vm, function);
        this.kept = kept;
    }

    void set(long millis, boolean keep, boolean now) {
        cancel();
        interval = millis;
        if (keep) {
            kept.add(this);
        }
        arm(now ? 0 : millis);
    }

    /** @return whether the timer was set */
    boolean reset(long millis) {
        if (alarm == null) {
            return false;
        }
        alarm.cancel(false);
        interval = millis;
        arm(millis);
        return true;
    }

    /** @return whether the timer was set */
    boolean cancel() {
        kept.remove(this);
        if (alarm == null) {
            return false;
        }
        alarm.cancel(false);
        alarm = null;
        return true;
    }

    private void arm(long millis) {
        CompletableFuture<@Nullable Void> next =
                new CompletableFuture<@Nullable Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
        alarm = next;
        WeakReference<Timer> self = new WeakReference<>(this);
        LuaVm target = vm;
        next.thenRun(() -> fire(target, self, next));
    }

    private static void fire(LuaVm vm, WeakReference<Timer> timer, CompletableFuture<?> alarm) {
        Timer present = timer.get();
        if (present != null) {
            vm.spawn("timer", () -> present.tick(alarm));
        }
    }

    private Varargs tick(CompletableFuture<?> due) {
        if (alarm == due) {
            boolean again = ticker.tick();
            rearm(due, again);
        }
        return Result.none();
    }

    /** Unless the function itself set, reset or cancelled the timer meanwhile. */
    private void rearm(CompletableFuture<?> due, boolean again) {
        if (alarm != due) {
            return;
        }
        if (again) {
            arm(interval);
        } else {
            alarm = null;
            kept.remove(this);
        }
    }
}
