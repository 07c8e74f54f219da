package io.moongate.lua.internal;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Finalizers of tables (manual 2.5.3), and files to be closed. The content of a table that has a finalizer is kept in a twin;
 * when the table is collected, the twin takes its place as the argument of {@code __gc}: nobody is left who could tell.
 *
 * <p>Finalizers run at the first safepoint after the JVM has collected garbage, and in {@code collectgarbage}.
 */
public final class Finalizers {

    /** Tells of collections; its thread does nothing else. */
    private static final Cleaner COLLECTIONS = Cleaner.create();

    private static final long MAX_WAIT_MILLIS = 200;

    private final GlobalState state;
    private final ReferenceQueue<Object> canaries = new ReferenceQueue<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Pending> pending = new LinkedHashSet<>();
    private long registered;
    private boolean isWatching;

    Finalizers(GlobalState state) {
        this.state = state;
    }

    /** Has the finalizer of a table called when it is garbage. */
    public void register(Table table) {
        if (table.storage() instanceof Twin) {
            return;
        }
        Table twin = new Table();
        table.moveTo(new Twin(twin));
        twin.metatable = table.metatable;
        add(table, () -> call(twin));
    }

    /** Has a resource closed when its owner, which the resource does not refer to, is garbage. */
    public void closeLater(Object owner, Closeable resource) {
        add(owner, () -> close(resource));
    }

    private void add(Object owner, Runnable finalizer) {
        pending.add(new Pending(owner, ++registered, finalizer, collected));
        watch();
    }

    /** Has the next collection of the JVM noticed. */
    private void watch() {
        if (!isWatching && !pending.isEmpty()) {
            isWatching = true;
            WeakReference<Finalizers> self = new WeakReference<>(this);
            COLLECTIONS.register(new Object(), () -> collectionHappened(self.get()));
        }
    }

    private static void collectionHappened(@Nullable Finalizers finalizers) {
        if (finalizers != null) {
            finalizers.state.interrupt(finalizers::afterCollection);
        }
    }

    private void afterCollection() {
        isWatching = false;
        run();
        watch();
    }

    /** Collects garbage, and runs the finalizers of what that collects. */
    public void collect() {
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), canaries);
        System.gc();
        try {
            // The JVM tells of what it has collected a little later, of the canary as of everything else.
            if (!pending.isEmpty() && canaries.remove(MAX_WAIT_MILLIS) == canary) {
                Reference<?> dead = collected.remove(1);
                List<Pending> all = new ArrayList<>();
                while (dead != null) {
                    all.add((Pending) dead);
                    dead = collected.remove(1);
                }
                finish(all);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Reference.reachabilityFence(canary);
        run();
    }

    /** Runs the finalizers of what has been collected. */
    public void run() {
        List<Pending> all = new ArrayList<>();
        for (Object next = collected.poll(); next != null; next = collected.poll()) {
            all.add((Pending) next);
        }
        finish(all);
    }

    /** Those that were registered last come first. */
    private void finish(List<Pending> dead) {
        dead.sort(Comparator.comparingLong((Pending each) -> each.number).reversed());
        for (Pending each : dead) {
            if (pending.remove(each)) {
                each.finalizer.run();
            }
        }
    }

    /** Runs all finalizers that are left, the youngest first, as at the end of the state. */
    public void runAll() {
        while (!pending.isEmpty()) {
            finish(new ArrayList<>(pending));
        }
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // As in C: nobody is left to be told.
        }
    }

    private void call(Table table) {
        LuaValue finalizer = Metatables.event(state, table, Event.GC);
        if (!(finalizer instanceof LuaFunction)) {
            return;
        }
        Coroutine thread = state.current;
        CallInfo top = thread.top;
        boolean inHook = thread.inHook;
        // Neither hooks nor yields in a finalizer, which may run anywhere.
        thread.inHook = true;
        try {
            finalizer.call(table);
        } catch (LuaError e) {
            state.complain("Lua warning: error in __gc (" + Names.text(Errors.objectOf(e)) + ")\n");
        } finally {
            thread.inHook = inHook;
            thread.top = top;
        }
    }

    private static final class Pending extends PhantomReference<Object> {
        private final long number;
        private final Runnable finalizer;

        Pending(Object owner, long number, Runnable finalizer, ReferenceQueue<Object> queue) {
            super(owner, queue);
            this.number = number;
            this.finalizer = finalizer;
        }
    }

    private record Twin(Table content) implements Storage {
        @Override
        public LuaValue get(LuaValue key) {
            return content.peek(key);
        }

        @Override
        public void put(LuaValue key, LuaValue value) {
            content.put(key, value);
        }

        @Override
        public Varargs next(LuaValue key) {
            return content.next(key);
        }

        @Override
        public long border() {
            return content.border();
        }
    }
}
