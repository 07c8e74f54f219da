package io.moongate.runtime.internal;

import io.moongate.runtime.LuaVm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Which strands stand still, and which do not. On the VM's thread. */
final class StrandHold implements LuaVm.Hold {

    private final Set<FiberStrand> moving = new HashSet<>();
    private final List<FiberStrand> stopped = new ArrayList<>();
    private final Consumer<StrandHold> onClose;

    StrandHold(FiberStrand holder, Consumer<StrandHold> onClose) {
        this.onClose = onClose;
        moving.add(holder);
    }

    /** A strand is ready to go on. @return whether it may; otherwise it is remembered */
    boolean lets(FiberStrand strand) {
        boolean may = moving.contains(strand);
        if (!may) {
            stopped.add(strand);
        }
        return may;
    }

    void started(FiberStrand starter, FiberStrand strand) {
        if (moving.contains(starter)) {
            moving.add(strand);
        }
    }

    /** Those that were ready, in that order. */
    List<FiberStrand> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
