package io.moongate.runtime.internal;

import io.moongate.runtime.Reactor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits and serves nothing. */
record ParkingReactor(Thread thread) implements Reactor {

    @Override
    public boolean run(BooleanSupplier mayWait) {
        if (mayWait.getAsBoolean()) {
            LockSupport.park(this);
        }
        return true;
    }

    @Override
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    @Override
    public void finish() {
        // Nothing is ever under way.
    }
}
