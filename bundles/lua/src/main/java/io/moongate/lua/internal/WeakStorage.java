package io.moongate.lua.internal;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The content of a weak table (manual 2.5.4): an entry goes when its weakly held key or value is collected. */
final class WeakStorage implements Storage {

    private final boolean weakKeys;
    private final boolean weakValues;
    private final Map<Object, Entry> entries = new LinkedHashMap<>();
    private final ReferenceQueue<LuaValue> collected = new ReferenceQueue<>();

    /** Where the last traversal step was, so that the next one need not search. */
    private @Nullable List<Entry> traversal;

    private int traversed;

    private WeakStorage(boolean weakKeys, boolean weakValues) {
        this.weakKeys = weakKeys;
        this.weakValues = weakValues;
    }

    /** Gives a table the storage that its metatable's {@code __mode} wants. */
    static void adopt(Table table, @Nullable LuaTable metatable) {
        LuaValue mode = metatable == null ? null : Metatables.in(metatable, Event.MODE);
        String letters = mode instanceof LuaString string ? Names.text(string) : "";
        boolean keys = letters.indexOf('k') >= 0;
        boolean values = letters.indexOf('v') >= 0;
        WeakStorage current = table.storage() instanceof WeakStorage weak ? weak : null;
        if (keys || values) {
            if (current == null || current.weakKeys != keys || current.weakValues != values) {
                table.moveTo(new WeakStorage(keys, values));
            }
        } else if (current != null) {
            table.moveTo(null);
        }
    }

    boolean hasWeakKeys() {
        return weakKeys;
    }

    boolean hasWeakValues() {
        return weakValues;
    }

    @Override
    public @Nullable LuaValue get(LuaValue key) {
        Entry entry = entries.get(new Lookup(key));
        return entry == null ? null : entry.value();
    }

    @Override
    public void put(LuaValue key, LuaValue value) {
        expunge();
        Entry entry = entries.get(new Lookup(key));
        if (entry != null) {
            entry.value(value);
        } else if (!value.isnil()) {
            traversal = null;
            Entry added = new Entry(key, value);
            entries.put(added.key, added);
        }
    }

    private void expunge() {
        boolean any = false;
        while (collected.poll() != null) {
            any = true;
        }
        if (any) {
            entries.values().removeIf(entry -> entry.value() == null && entry.isGone());
        }
    }

    @Override
    public Varargs next(LuaValue key) {
        List<Entry> order = traversal;
        if (key.isnil() || order == null) {
            expunge();
            order = new ArrayList<>(entries.values());
            traversal = order;
            traversed = 0;
        }
        for (int i = key.isnil() ? 0 : after(order, key); i < order.size(); i++) {
            Entry entry = order.get(i);
            LuaValue found = entry.key();
            LuaValue value = entry.value();
            if (found != null && value != null) {
                traversed = i;
                return Values.of(found, value);
            }
        }
        traversal = null;
        return LuaValue.NIL;
    }

    private int after(List<Entry> order, LuaValue key) {
        if (traversed < order.size() && key.equals(order.get(traversed).key())) {
            return traversed + 1;
        }
        for (int i = 0; i < order.size(); i++) {
            if (key.equals(order.get(i).key())) {
                return i + 1;
            }
        }
        throw LibraryError.plain("invalid key to 'next'");
    }

    @Override
    public long border() {
        long border = 0;
        while (get(LuaInt.of(border + 1)) != null) {
            border++;
        }
        return border;
    }

    /** Only objects are collected; strings count as values, not objects (manual 2.5.4). */
    private static boolean isCollectable(LuaValue value) {
        return value instanceof LuaTable
                || value instanceof LuaFunction
                || value instanceof LuaUserdata
                || value instanceof Coroutine;
    }

    private final class Entry {
        /** A {@link WeakKey} or the key itself. */
        private final Object key;

        /** A weak reference, the value itself, or null when removed. */
        private @Nullable Object value;

        Entry(LuaValue key, LuaValue value) {
            this.key = weakKeys && isCollectable(key) ? new WeakKey(key, collected) : new Lookup(key);
            value(value);
        }

        @Nullable
        LuaValue key() {
            return key instanceof WeakKey weak ? weak.get() : ((Lookup) key).key();
        }

        /** Whether the value is kept by its key, which it may refer to (an ephemeron). */
        private @Nullable Table holder() {
            return !weakValues && key instanceof WeakKey weak && weak.get() instanceof Table table ? table : null;
        }

        @Nullable
        LuaValue value() {
            Table holder = holder();
            if (holder != null) {
                return holder.ephemeron(WeakStorage.this);
            }
            return value instanceof WeakReference<?> reference ? (LuaValue) reference.get() : (LuaValue) value;
        }

        void value(LuaValue next) {
            Table holder = holder();
            if (holder != null) {
                holder.ephemeron(WeakStorage.this, next.isnil() ? null : next);
            } else if (next.isnil()) {
                value = null;
            } else {
                value = weakValues && isCollectable(next) ? new WeakReference<>(next, collected) : next;
            }
        }

        boolean isGone() {
            return key() == null || value instanceof WeakReference<?> reference && reference.get() == null;
        }
    }

    /** A key to look up, and a strong key. */
    private record Lookup(LuaValue key) {
        @Override
        public int hashCode() {
            return key.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            LuaValue otherKey = switch (other) {
                case Lookup lookup -> lookup.key;
                case WeakKey weak -> weak.get();
                default -> null;
            };
            return otherKey != null && Compare.rawEqual(key, otherKey);
        }
    }

    private static final class WeakKey extends WeakReference<LuaValue> {
        private final int hash;

        WeakKey(LuaValue key, ReferenceQueue<LuaValue> queue) {
            super(key, queue);
            this.hash = key.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Lookup lookup && lookup.equals(this);
        }
    }
}
