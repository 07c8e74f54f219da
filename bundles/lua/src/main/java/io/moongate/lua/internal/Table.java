package io.moongate.lua.internal;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A table: an array part for the keys 1 to {@code size} and an open-addressed hash part for all others (manual 2.1).
 *
 * <p>Absent values are null inside, {@code NIL} outside. The methods named {@code peek} and {@code put} are raw and are
 * what the engine uses; LuaJ's methods, for Java code, end in them.
 *
 * <p>Array part: the last element is never nil, others may be; the key {@code size + 1} is in neither part, so that
 * {@code size} is always a border. Hash part: keys and values alternate in one array. A removed key keeps its place
 * until the next rehash, which only the insertion of a new key does: so a traversal may assign to existing fields.
 */
public final class Table extends LuaTable {

    private static final LuaValue[] NOTHING = new LuaValue[0];

    /** Capacity one and never full: every probe of it ends at once. */
    private static final LuaValue[] NO_SLOTS = new LuaValue[2];

    private static final int MAX_ARRAY_BITS = 27;

    /** The array part; the key 1 is at 0. Read by compiled code. */
    public LuaValue[] array = NOTHING;

    /** How much of {@link #array} is in use. */
    public int size;

    /** The hash part: key, value, key, value. */
    public LuaValue[] slots = NO_SLOTS;

    /** The metatable, of ours or LuaJ's class. */
    public @Nullable LuaTable metatable;

    /** How many more keys the hash part takes before it is rebuilt. */
    private int free;

    /** Whether the hash part may have integer keys, which may have to follow into the array part. */
    private boolean integersHashed;

    /** As a metatable: bit n is set when the event with ordinal n is known to be absent. */
    private int absentEvents;

    /** Values that this table is the key of in tables with weak keys: they live as long as their key does. */
    private @Nullable Map<Storage, LuaValue> ephemerons;

    /** Where the content is when it is not here: weak tables and tables with a finalizer. */
    private @Nullable Storage storage;

    public Table() {}

    public Table(int arrayCapacity, int hashCapacity) {
        if (arrayCapacity > 0) {
            array = new LuaValue[arrayCapacity];
        }
        if (hashCapacity > 0) {
            allocateSlots(hashCapacity);
        }
    }

    /** A table whose array part is {@code elements}, which it owns from now on. */
    public static Table ofArray(LuaValue... elements) {
        Table table = new Table();
        table.array = elements;
        table.size = elements.length;
        for (int i = 0; i < elements.length; i++) {
            if (elements[i].isnil()) {
                elements[i] = null;
            }
        }
        table.trim();
        return table;
    }

    // Reading.

    /** The value of a key, or null. */
    public @Nullable LuaValue peek(LuaValue key) {
        if (key instanceof LuaString string) {
            return peek(string);
        }
        return key instanceof LuaInt integer ? peek(integer.value) : peekOther(key);
    }

    public @Nullable LuaValue peek(long key) {
        long index = key - 1;
        return index >= 0 && index < size ? array[(int) index] : peekHashed(key);
    }

    private @Nullable LuaValue peekHashed(long key) {
        LuaValue[] slots = this.slots;
        int mask = slots.length - 2;
        for (int i = hash(key) << 1 & mask; ; i = i + 2 & mask) {
            LuaValue found = slots[i];
            if (found == null) {
                return storage == null ? null : storage.get(LuaInt.of(key));
            }
            if (found instanceof LuaInt integer && integer.value == key) {
                return slots[i + 1];
            }
        }
    }

    public @Nullable LuaValue peek(LuaString key) {
        LuaValue[] slots = this.slots;
        int mask = slots.length - 2;
        int i = hash(key) << 1 & mask;
        LuaValue found = slots[i];
        return found == key ? slots[i + 1] : peekFrom(slots, i, key);
    }

    private @Nullable LuaValue peekFrom(LuaValue[] slots, int start, LuaString key) {
        int mask = slots.length - 2;
        for (int i = start; ; i = i + 2 & mask) {
            LuaValue found = slots[i];
            if (found == key) {
                return slots[i + 1];
            }
            if (found == null) {
                return storage == null ? null : storage.get(key);
            }
            if (found instanceof LuaString string && string.hashCode() == key.hashCode() && string.raweq(key)) {
                return slots[i + 1];
            }
        }
    }

    private @Nullable LuaValue peekOther(LuaValue key) {
        LuaValue normal = normaliseKey(key);
        if (normal instanceof LuaInt integer) {
            return peek(integer.value);
        }
        int i = findSlot(normal);
        return i >= 0 ? slots[i + 1] : storage == null ? null : storage.get(normal);
    }

    private static LuaValue normaliseKey(LuaValue key) {
        LuaValue normal = Conversions.normalise(key);
        if (normal instanceof LuaFloat f && Conversions.isIntegral(f.value)) {
            return LuaInt.of((long) f.value);
        }
        return normal;
    }

    /** Where a normalised key is in the hash part, or -1. */
    private int findSlot(LuaValue key) {
        LuaValue[] slots = this.slots;
        int mask = slots.length - 2;
        for (int i = hash(key) << 1 & mask; ; i = i + 2 & mask) {
            LuaValue found = slots[i];
            if (found == null) {
                return -1;
            }
            if (found == key || same(found, key)) {
                return i;
            }
        }
    }

    private static boolean same(LuaValue a, LuaValue b) {
        if (b instanceof LuaString string) {
            return a instanceof LuaString other && other.raweq(string);
        }
        if (b instanceof LuaInt integer) {
            return a instanceof LuaInt other && other.value == integer.value;
        }
        if (b instanceof LuaFloat f) {
            return a instanceof LuaFloat other && other.value == f.value;
        }
        return !(b instanceof Table) && a.raweq(b);
    }

    private static int hash(LuaString key) {
        int h = key.hashCode();
        return h ^ h >>> 16;
    }

    private static int hash(long key) {
        return (int) (key ^ key >>> 32);
    }

    private static int hash(LuaValue key) {
        if (key instanceof LuaString string) {
            return hash(string);
        }
        if (key instanceof LuaInt integer) {
            return hash(integer.value);
        }
        return key instanceof LuaFloat f ? Double.hashCode(f.value) * 0x9E3779B9 >>> 7 : key.hashCode();
    }

    // Writing.

    /**
     * Sets a field, raw.
     *
     * @throws LibraryError when the key is nil or not a number
     */
    public void put(LuaValue key, LuaValue value) {
        if (key instanceof LuaString string) {
            put(string, value);
        } else if (key instanceof LuaInt integer) {
            put(integer.value, value);
        } else {
            putOther(key, value);
        }
    }

    public void put(long key, LuaValue value) {
        long index = key - 1;
        if (index >= 0 && index < size && value != NIL) {
            array[(int) index] = value;
        } else {
            putInteger(key, value);
        }
    }

    private void putInteger(long key, LuaValue value) {
        if (key == size + 1L && storage == null) {
            append(key, value);
        } else if (key > 0 && key <= size) {
            putInArray((int) key - 1, value);
        } else {
            putHashed(LuaInt.of(key), value);
        }
    }

    private void putInArray(int index, LuaValue value) {
        array[index] = stored(value);
        if (index == size - 1) {
            trim();
        }
    }

    private static @Nullable LuaValue stored(LuaValue value) {
        return value.isnil() ? null : value;
    }

    /** Cuts nils off the end of the array part. */
    private void trim() {
        while (size > 0 && array[size - 1] == null) {
            size--;
        }
    }

    private void append(long key, LuaValue value) {
        if (value.isnil()) {
            return;
        }
        if (size == array.length) {
            if (size == 1 << MAX_ARRAY_BITS) {
                throw LibraryError.plain("table overflow");
            }
            array = Arrays.copyOf(array, Math.max(4, size * 2));
        }
        array[size++] = value;
        if (integersHashed) {
            migrate(key + 1);
        }
    }

    /** Moves what follows the array part from the hash part into it. */
    private void migrate(long first) {
        long key = first;
        int i = findSlot(LuaInt.of(key));
        if (i >= 0 && slots[i + 1] != null) {
            LuaValue value = slots[i + 1];
            slots[i + 1] = null;
            append(key, value);
        }
    }

    public void put(LuaString key, LuaValue value) {
        if (!replace(key, value)) {
            putHashed(key, value);
        }
    }

    /** Sets a field that is there already, and only then: whatever the metatable says, it has no part in it. */
    public boolean replace(LuaString key, LuaValue value) {
        LuaValue[] slots = this.slots;
        int mask = slots.length - 2;
        int i = hash(key) << 1 & mask;
        LuaValue found = slots[i];
        while (found != key) {
            if (found == null) {
                return false;
            }
            i = i + 2 & mask;
            found = slots[i];
        }
        if (slots[i + 1] == null || value == NIL) {
            return false;
        }
        slots[i + 1] = value;
        return true;
    }

    /** As {@link #replace(LuaString, LuaValue)}, in the array part. */
    public boolean replace(long key, LuaValue value) {
        long index = key - 1;
        if (index >= 0 && index < size && value != NIL && array[(int) index] != null) {
            array[(int) index] = value;
            return true;
        }
        return false;
    }

    private void putOther(LuaValue key, LuaValue value) {
        LuaValue normal = normaliseKey(key);
        if (normal instanceof LuaInt integer) {
            put(integer.value, value);
            return;
        }
        if (normal.isnil()) {
            throw LibraryError.plain("table index is nil");
        }
        if (!normal.isvalidkey()) {
            throw LibraryError.plain("table index is NaN");
        }
        putHashed(normal, value);
    }

    private void putHashed(LuaValue key, LuaValue value) {
        if (storage != null) {
            absentEvents = 0;
            storage.put(key, value.isnil() ? NIL : value);
            return;
        }
        int i = findSlot(key);
        if (i >= 0) {
            revive(i, value);
        } else if (!value.isnil()) {
            insert(key, value);
        }
    }

    private void revive(int slot, LuaValue value) {
        if (slots[slot + 1] == null) {
            absentEvents = 0;
        }
        slots[slot + 1] = stored(value);
    }

    private void insert(LuaValue key, LuaValue value) {
        absentEvents = 0;
        if (free == 0) {
            rehash(key);
            put(key, value);
            return;
        }
        free--;
        int mask = slots.length - 2;
        int i = hash(key) << 1 & mask;
        while (slots[i] != null) {
            i = i + 2 & mask;
        }
        slots[i] = key;
        slots[i + 1] = value;
        integersHashed |= key instanceof LuaInt;
    }

    /** Makes room for a key: more hash part, or a larger array part when over half of it would be used. */
    private void rehash(LuaValue newKey) {
        int[] bins = new int[64];
        LuaValue[] old = slots;
        int live = 1;
        int integers = count(newKey, bins);
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != null) {
                live++;
                integers += count(old[i], bins);
            }
        }
        int newSize = integers > 0 ? arraySize(bins) : 0;
        rebuild(old, live, newSize > size ? newSize : 0);
    }

    private static int count(LuaValue key, int[] bins) {
        if (key instanceof LuaInt integer && integer.value > 0) {
            bins[64 - Long.numberOfLeadingZeros(integer.value - 1) & 63]++;
            return 1;
        }
        return 0;
    }

    /** The largest n so that more than half of the keys 1 to n are in use. */
    private int arraySize(int[] hashed) {
        for (int i = 0; i < size; i++) {
            if (array[i] != null) {
                hashed[64 - Long.numberOfLeadingZeros(i) & 63]++;
            }
        }
        int used = 0;
        int best = 0;
        for (int bits = 0; bits <= MAX_ARRAY_BITS; bits++) {
            used += hashed[bits];
            if (used > (1 << bits) / 2) {
                best = 1 << bits;
            }
        }
        return best;
    }

    private void rebuild(LuaValue[] old, int live, int arrayCapacity) {
        if (arrayCapacity > array.length) {
            array = Arrays.copyOf(array, arrayCapacity);
        }
        int moved = arrayCapacity > 0 ? moveToArray(old, arrayCapacity) : 0;
        // Some more than needed, or tables whose keys come and go would be rebuilt all the time.
        allocateSlots(live - moved + (live - moved >> 2));
        integersHashed = false;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != null) {
                insert(old[i], old[i + 1]);
            }
        }
        // What followed the array part before it grew may be behind its end now.
        if (moved > 0) {
            migrate(size + 1L);
        }
    }

    private int moveToArray(LuaValue[] old, int capacity) {
        int moved = 0;
        int newSize = size;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != null && old[i] instanceof LuaInt key && key.value > 0 && key.value <= capacity) {
                array[(int) key.value - 1] = old[i + 1];
                newSize = Math.max(newSize, (int) key.value);
                old[i + 1] = null;
                moved++;
            }
        }
        size = newSize;
        return moved;
    }

    /** Makes room for some keys: a power of two, at most three quarters of which are used. */
    private void allocateSlots(int keys) {
        int capacity = 2;
        while (usable(capacity) < keys) {
            capacity <<= 1;
        }
        free = usable(capacity);
        slots = new LuaValue[2 * capacity];
    }

    private static int usable(int capacity) {
        return capacity == 2 ? 1 : capacity - (capacity >> 2);
    }

    /** Sets an element of a constructor's list, where nil takes its place as well. */
    public void putListed(long key, LuaValue value) {
        if (integersHashed || storage != null || key > array.length) {
            put(key, value);
        } else if (!value.isnil()) {
            array[(int) key - 1] = value;
            size = (int) key;
        }
    }

    /** Appends the values of a constructor's last expression. */
    public void putAll(long count, Varargs values) {
        int more = values.narg();
        reserveArray((int) count + more);
        for (int i = 1; i <= more; i++) {
            putListed(count + i, values.arg(i));
        }
    }

    /** Room for a constructor's elements: what it stores is never more than what the source code lists. */
    public void reserveArray(int capacity) {
        if (array.length < capacity) {
            array = Arrays.copyOf(array, capacity);
        }
    }

    // Length and traversal.

    /** A border (manual 3.4.7). */
    public long border() {
        return storage == null ? size : storage.border();
    }

    /**
     * Position of the first used entry after {@code position}, for traversals that keep a position instead of a key;
     * 0 at the end. Positions are stable as long as no new key is inserted.
     */
    public int nextPosition(int position) {
        for (int i = position; i < size; i++) {
            if (array[i] != null) {
                return i + 1;
            }
        }
        int arrayLimit = array.length;
        for (int i = Math.max(0, position - arrayLimit) << 1; i < slots.length; i += 2) {
            if (slots[i + 1] != null) {
                return arrayLimit + (i >> 1) + 1;
            }
        }
        return 0;
    }

    public LuaValue keyAt(int position) {
        return position <= array.length ? LuaInt.of(position) : slots[position - array.length - 1 << 1];
    }

    public LuaValue valueAt(int position) {
        LuaValue value = position <= array.length ? array[position - 1] : slots[(position - array.length - 1 << 1) + 1];
        return value == null ? NIL : value;
    }

    /** Whether positions can be used, which they cannot in weak tables. */
    public boolean hasPositions() {
        return storage == null;
    }

    /**
     * The position of a key, which may have been removed since.
     *
     * @throws LibraryError when the key was never there
     */
    public int positionOf(LuaValue key) {
        if (key.isnil()) {
            return 0;
        }
        LuaValue normal = normaliseKey(key);
        if (normal instanceof LuaInt integer && integer.value > 0 && integer.value <= size) {
            return (int) integer.value;
        }
        int slot = findSlot(normal);
        if (slot >= 0) {
            return array.length + (slot >> 1) + 1;
        }
        if (normal instanceof LuaInt integer && integer.value > 0 && integer.value <= array.length) {
            return (int) integer.value;
        }
        throw LibraryError.plain("invalid key to 'next'");
    }

    @Override
    public Varargs next(LuaValue key) {
        if (storage != null) {
            return storage.next(normaliseKey(key));
        }
        int position = nextPosition(positionOf(key));
        return position == 0 ? NIL : Values.of(keyAt(position), valueAt(position));
    }

    // As a metatable.

    /** What this metatable says about an event, or null. */
    public @Nullable LuaValue event(Event event) {
        int bit = 1 << event.ordinal();
        if ((absentEvents & bit) != 0) {
            return null;
        }
        LuaValue handler = peek(event.key());
        if (handler == null && storage == null) {
            absentEvents |= bit;
        }
        return handler;
    }

    // Storage elsewhere.

    @Nullable
    LuaValue ephemeron(Storage owner) {
        return ephemerons == null ? null : ephemerons.get(owner);
    }

    void ephemeron(Storage owner, @Nullable LuaValue value) {
        if (ephemerons == null) {
            ephemerons = new WeakHashMap<>(4);
        }
        if (value == null) {
            ephemerons.remove(owner);
        } else {
            ephemerons.put(owner, value);
        }
    }

    @Nullable
    Storage storage() {
        return storage;
    }

    /** Moves the content of this table to another storage, or back when it is null. */
    void moveTo(@Nullable Storage next) {
        Table content = new Table();
        for (Varargs entry = next(NIL); !entry.arg1().isnil(); entry = next(entry.arg1())) {
            content.put(entry.arg1(), entry.arg(2));
        }
        array = NOTHING;
        size = 0;
        slots = NO_SLOTS;
        free = 0;
        storage = next;
        for (Varargs entry = content.next(NIL); !entry.arg1().isnil(); entry = content.next(entry.arg1())) {
            put(entry.arg1(), entry.arg(2));
        }
    }

    // LuaJ's methods.

    @Override
    public LuaValue rawget(LuaValue key) {
        LuaValue value = peek(key);
        return value == null ? NIL : value;
    }

    @Override
    public LuaValue rawget(int key) {
        LuaValue value = peek((long) key);
        return value == null ? NIL : value;
    }

    @Override
    public LuaValue get(LuaValue key) {
        LuaValue value = peek(key);
        return value != null ? value : metatable == null ? NIL : Index.get(null, this, key);
    }

    @Override
    public LuaValue get(int key) {
        LuaValue value = peek((long) key);
        return value != null ? value : metatable == null ? NIL : Index.get(null, this, LuaInt.of(key));
    }

    @Override
    public void rawset(LuaValue key, LuaValue value) {
        put(key, value);
    }

    @Override
    public void rawset(int key, LuaValue value) {
        put((long) key, value);
    }

    @Override
    public void set(LuaValue key, LuaValue value) {
        if (metatable == null) {
            put(key, value);
        } else {
            Index.set(null, this, key, value);
        }
    }

    @Override
    public void set(int key, LuaValue value) {
        set(LuaInt.of(key), value);
    }

    @Override
    public void hashset(LuaValue key, LuaValue value) {
        put(key, value);
    }

    @Override
    protected LuaValue hashget(LuaValue key) {
        return rawget(key);
    }

    @Override
    public int rawlen() {
        return (int) border();
    }

    @Override
    public int length() {
        return metatable == null ? rawlen() : (int) Index.length(null, this).checklong();
    }

    @Override
    public LuaValue len() {
        return Index.length(null, this);
    }

    @Override
    public LuaValue getmetatable() {
        return metatable;
    }

    @Override
    public LuaValue setmetatable(LuaValue value) {
        LuaTable next = value == null || value.isnil() ? null : value.checktable();
        metatable = next;
        WeakStorage.adopt(this, next);
        return this;
    }

    @Override
    public LuaValue metatag(LuaValue tag) {
        return metatable == null ? NIL : metatable.rawget(tag);
    }

    @Override
    public boolean useWeakKeys() {
        return storage instanceof WeakStorage weak && weak.hasWeakKeys();
    }

    @Override
    public boolean useWeakValues() {
        return storage instanceof WeakStorage weak && weak.hasWeakValues();
    }

    @Override
    public void presize(int capacity) {
        reserveArray(capacity);
    }

    @Override
    public void presize(int arrayCapacity, int hashCapacity) {
        reserveArray(arrayCapacity);
        if (slots == NO_SLOTS && hashCapacity > 0 && storage == null) {
            allocateSlots(hashCapacity);
        }
    }

    @Override
    public Varargs inext(LuaValue key) {
        int next = key.checkint() + 1;
        LuaValue value = rawget(next);
        return value.isnil() ? NIL : Values.of(LuaInt.of(next), value);
    }

    @Override
    public int keyCount() {
        return keys().length;
    }

    @Override
    public LuaValue[] keys() {
        java.util.List<LuaValue> keys = new java.util.ArrayList<>();
        for (Varargs entry = next(NIL); !entry.arg1().isnil(); entry = next(entry.arg1())) {
            keys.add(entry.arg1());
        }
        return keys.toArray(NOTHING);
    }

    @Override
    public LuaValue remove(int position) {
        int last = rawlen();
        int index = position == 0 ? last : position;
        LuaValue removed = rawget(index);
        for (int i = index; i < last; i++) {
            put(i, rawget(i + 1));
        }
        if (index >= 1 && index <= last) {
            put(last, NIL);
        }
        return removed;
    }

    @Override
    public void insert(int position, LuaValue value) {
        int end = rawlen() + 1;
        int index = position == 0 ? end : position;
        for (int i = end; i > index; i--) {
            put(i, rawget(i - 1));
        }
        put(index, value);
    }

    @Override
    public LuaValue eq(LuaValue other) {
        return valueOf(eq_b(other));
    }

    @Override
    public boolean eq_b(LuaValue other) {
        return Compare.equal(null, this, other);
    }

    @Override
    public Varargs unpack(int from, int to) {
        if (to < from) {
            return NONE;
        }
        LuaValue[] values = new LuaValue[Math.addExact(Math.subtractExact(to, from), 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(from + i);
        }
        return Values.of(values);
    }
}
