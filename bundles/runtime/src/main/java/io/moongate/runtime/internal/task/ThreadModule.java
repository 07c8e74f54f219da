package io.moongate.runtime.internal.task;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import java.util.List;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.thread}: jobs beside each other in one VM. */
@Component
public final class ThreadModule implements LuaModule {

    /** How many jobs of the pool run at a time unless configured. */
    private static final int DEFAULT_POOL = 3;
    /** Workers are strands, not OS threads, so this bounds mistakes, not memory. */
    private static final int LARGEST_POOL = 10_000;

    @Override
    public String name() {
        return "ba.thread";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        JobQueue pool = new JobQueue(context.vm(), "thread-job", DEFAULT_POOL);
        LuaType<JobQueue> type = LuaType.named("THREAD", JobQueue.class)
                .method("run", ThreadModule::run)
                .method("dbg", (queue, args) -> coroutines(queue));
        return List.of(LuaLibrary.named("ba.thread")
                .function("run", args -> run(pool, args))
                .function("configure", args -> configure(pool, args))
                .function("create", args -> Result.of(context.wrap(type, new JobQueue(context.vm(), "thread", 1))))
                .function("dbg", args -> coroutines(pool)));
    }

    private static Varargs run(JobQueue queue, Args args) {
        int length = queue.run(args.function(1));
        if (length < 0) {
            throw args.bad(1, "more than " + JobQueue.LONGEST + " jobs wait");
        }
        return Result.of(length);
    }

    private static Varargs configure(JobQueue pool, Args args) {
        pool.raiseLimit(args.optInteger(1, 0, Integer.MIN_VALUE, LARGEST_POOL));
        return Result.of(pool.limit());
    }

    private static Varargs coroutines(JobQueue queue) {
        LuaTable list = new LuaTable();
        int n = 0;
        for (Strand strand : queue.busy()) {
            list.rawset(++n, strand.coroutine());
        }
        return Result.of(list);
    }
}
