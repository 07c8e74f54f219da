package io.moongate.runtime.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Notices VMs whose Lua code goes on for long, so that their reactors get a turn in between. Sleeps while no VM runs.
 * Thread-safe.
 */
final class SliceWatch {

    /** A VM runs no longer than twice this without its reactor. */
    private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();

    /** The turn in which each VM was last seen. */
    private final Map<Vm, Long> seen = new ConcurrentHashMap<>();

    private @Nullable Thread thread;
    private volatile boolean sleeping;
    private volatile boolean stopped;

    /** From now on until {@link #forget}. */
    void watch(Vm vm) {
        seen.put(vm, vm.turn());
        start();
    }

    void forget(Vm vm) {
        seen.remove(vm);
    }

    private synchronized void start() {
        if (thread == null && !stopped) {
            thread = Thread.ofVirtual().name("vm-slices").start(this::run);
        }
    }

    private void run() {
        while (!stopped) {
            if (look()) {
                LockSupport.parkNanos(SLICE_NANOS);
            } else {
                sleep();
            }
        }
    }

    /** @return whether any VM has run since the last look */
    private boolean look() {
        boolean active = false;
        for (Map.Entry<Vm, Long> entry : seen.entrySet()) {
            Vm vm = entry.getKey();
            long turn = vm.turn();
            boolean same = turn == entry.setValue(turn);
            if (same && vm.isRunning()) {
                vm.endSlice();
            }
            active |= !same || vm.isRunning();
        }
        return active;
    }

    private void sleep() {
        sleeping = true;
        if (!stopped && seen.keySet().stream().noneMatch(Vm::isRunning)) {
            LockSupport.park(this);
        }
        sleeping = false;
    }

    /** A VM starts to run. Costs next to nothing unless all of them were idle for a while. */
    void wake() {
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    synchronized void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
