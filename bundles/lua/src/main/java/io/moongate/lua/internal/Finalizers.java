package io.moongate.lua.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.LinkedHashSet;
import java.util.Set;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Finalizers of tables (manual 2.5.3). The content of a table that has one is kept in a twin; when the table is
 * collected, the twin takes its place as the argument of {@code __gc}: nobody is left who could tell.
 */
public final class Finalizers {

    private static final long MAX_WAIT_MILLIS = 200;

    private final GlobalState state;
    private final ReferenceQueue<Object> canaries = new ReferenceQueue<>();
    private final ReferenceQueue<Table> collected = new ReferenceQueue<>();
    private final Set<Pending> pending = new LinkedHashSet<>();

    Finalizers(GlobalState state) {
        this.state = state;
    }

    public void register(Table table) {
        run();
        if (table.storage() instanceof Twin) {
            return;
        }
        Table twin = new Table();
        table.moveTo(new Twin(twin));
        twin.metatable = table.metatable;
        pending.add(new Pending(table, twin, collected));
    }

    /** Collects garbage, and runs the finalizers of what that collects. */
    public void collect() {
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), canaries);
        System.gc();
        try {
            // The JVM tells of what it has collected a little later, of the canary as of everything else.
            if (!pending.isEmpty() && canaries.remove(MAX_WAIT_MILLIS) == canary) {
                Reference<? extends Table> dead = collected.remove(1);
                while (dead != null) {
                    finish((Pending) dead);
                    dead = collected.remove(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Reference.reachabilityFence(canary);
        run();
    }

    private void finish(Pending dead) {
        pending.remove(dead);
        call(dead.twin);
    }

    /** Runs the finalizers of what has been collected. */
    public void run() {
        for (Object next = collected.poll(); next != null; next = collected.poll()) {
            finish((Pending) next);
        }
    }

    /** Runs all finalizers that are left, the youngest first, as at the end of the state. */
    public void runAll() {
        while (!pending.isEmpty()) {
            Pending[] all = pending.toArray(new Pending[0]);
            pending.clear();
            for (int i = all.length - 1; i >= 0; i--) {
                call(all[i].twin);
            }
        }
    }

    private void call(Table table) {
        LuaValue finalizer = Metatables.event(state, table, Event.GC);
        if (!(finalizer instanceof LuaFunction)) {
            return;
        }
        Coroutine thread = state.current;
        CallInfo top = thread.top;
        try {
            finalizer.call(table);
        } catch (LuaError e) {
            state.complain("Lua warning: error in __gc (" + Names.text(Errors.objectOf(e)) + ")\n");
        } finally {
            thread.top = top;
        }
    }

    private static final class Pending extends PhantomReference<Table> {
        private final Table twin;

        Pending(Table table, Table twin, ReferenceQueue<Table> queue) {
            super(table, queue);
            this.twin = twin;
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
