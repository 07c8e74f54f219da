package io.moongate.runtime.internal.task;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Jobs that wait for one of a number of workers, each a strand of the VM that lives while there is work. Used on the
 * VM's thread only.
 */
final class JobQueue {

    /** Jobs that may wait at a time. */
    static final int LONGEST = 100_000;

    private final LuaVm vm;
    private final String name;
    private final Queue<LuaFunction> waiting = new ArrayDeque<>();
    private final List<Strand> workers = new ArrayList<>();
    private int limit;

    JobQueue(LuaVm vm, String name, int limit) {
        this.vm = vm;
        this.name = name;
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** Allows {@code more} workers; fewer than there may be now changes nothing. */
    void raiseLimit(int more) {
        limit = Math.max(limit, more);
        while (workers.size() < Math.min(limit, waiting.size())) {
            startWorker();
        }
    }

    /** @return how many jobs wait or run, or -1 when too many wait */
    int run(LuaFunction job) {
        if (waiting.size() >= LONGEST) {
            return -1;
        }
        waiting.add(job);
        int length = waiting.size() + workers.size();
        if (workers.size() < limit) {
            startWorker();
        }
        return length;
    }

    /** The strands that run jobs now. */
    List<Strand> busy() {
        return List.copyOf(workers);
    }

    private void startWorker() {
        workers.add(vm.spawn(name, this::work));
    }

    private Varargs work() {
        try {
            for (@Nullable LuaFunction job = waiting.poll(); job != null; job = waiting.poll()) {
                runJob(job);
            }
            return Result.none();
        } finally {
            workers.remove(vm.current());
        }
    }

    private void runJob(LuaFunction job) {
        try {
            vm.state().call(job, LuaValue.NONE);
        } catch (RuntimeException e) {
            vm.report(name, e);
        }
    }
}
