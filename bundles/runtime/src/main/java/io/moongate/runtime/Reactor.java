package io.moongate.runtime;

import java.util.function.BooleanSupplier;

/**
 * What the thread of a VM does while no strand is ready: waits, and serves what it waits for, such as connections. So their
 * events reach the VM's strands without a hand-over between threads. Strands never run inside of it, nor it inside of them.
 */
public interface Reactor {

    /**
     * Serves what is ready; first waits for something to be, as long as {@code mayWait} and until {@link #wakeUp}. On the
     * VM's thread. Lua code that goes on for long is interrupted for it, and then nothing may wait.
     *
     * @param mayWait asked again after anything that could end the wait: what it reads may change before {@link #wakeUp}
     * @return false when this reactor has ended: the VM lets go of it
     */
    boolean run(BooleanSupplier mayWait);

    /** Ends the wait of a {@link #run}, be it now or about to begin. From any thread. */
    void wakeUp();

    /** The VM has ended: returns when what it left under way is finished or given up. On the VM's thread. */
    void finish();
}
