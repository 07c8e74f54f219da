package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Metatables;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code table} (manual 6.6). All functions honour metamethods. */
public final class TableLibrary {

    private static final LuaString N = LuaString.valueOf("n");

    /** About as many values as the reference implementation's stack takes. */
    private static final int MAX_RESULTS = 999_900;

    private static final int SAFEPOINT_INTERVAL = 1 << 14;

    private final GlobalState state;

    private TableLibrary(GlobalState state) {
        this.state = state;
    }

    public static Table open(GlobalState state) {
        TableLibrary table = new TableLibrary(state);
        return new Library(state, new Table(0, 8))
                .variadic("concat", table::concat)
                .variadic("insert", table::insert)
                .variadic("move", table::move)
                .variadic("pack", table::pack)
                .variadic("remove", table::remove)
                .caller("sort", table::sort)
                .variadic("unpack", table::unpack)
                .table();
    }

    // Arguments: tables, or what behaves as one.

    private LuaValue check(Varargs arguments, int n, Event... needed) {
        LuaValue value = Args.get(arguments, n);
        if (value instanceof LuaTable) {
            return value;
        }
        for (Event event : needed) {
            if (Metatables.event(state, value, event) == null) {
                throw Args.typeError(state, value, n, "table");
            }
        }
        return value;
    }

    private static @Nullable Table plain(LuaValue value) {
        return value instanceof Table table && table.metatable == null ? table : null;
    }

    private long length(LuaValue value) {
        if (plain(value) instanceof Table table) {
            return table.border();
        }
        if (Conversions.normalise(Index.length(state, value)) instanceof LuaInt length) {
            return length.value;
        }
        throw new LibraryError("object length is not an integer");
    }

    private LuaValue get(LuaValue table, long i) {
        return Index.get(state, table, i);
    }

    private void set(LuaValue table, long i, LuaValue value) {
        Index.set(state, table, i, value);
    }

    /** Long loops that call no Lua code must notice interrupts all the same. */
    private void poll(long step) {
        if ((step & SAFEPOINT_INTERVAL - 1) == 0 && state.signalled) {
            state.safepoint();
        }
    }

    private Varargs insert(Varargs arguments) {
        LuaValue table = check(arguments, 1, Event.INDEX, Event.NEWINDEX, Event.LEN);
        long end = length(table) + 1;
        switch (arguments.narg()) {
            case 2 -> set(table, end, arguments.arg(2));
            case 3 -> {
                long position = Args.checkInteger(state, arguments.arg(2), 2);
                if (Long.compareUnsigned(position - 1, end) >= 0) {
                    throw Args.error(2, "position out of bounds");
                }
                shiftUp(table, position, end);
                set(table, position, arguments.arg(3));
            }
            default -> throw new LibraryError("wrong number of arguments to 'insert'");
        }
        return LuaValue.NONE;
    }

    private void shiftUp(LuaValue table, long position, long end) {
        if (plain(table) instanceof Table t && t.size == end - 1 && position < end) {
            t.put(end, t.array[(int) end - 2]);
            int from = (int) position - 1;
            System.arraycopy(t.array, from, t.array, from + 1, (int) (end - 1 - position));
            return;
        }
        for (long i = end; i > position; i--) {
            set(table, i, get(table, i - 1));
            poll(i);
        }
    }

    private Varargs remove(Varargs arguments) {
        LuaValue table = check(arguments, 1, Event.INDEX, Event.NEWINDEX, Event.LEN);
        long size = length(table);
        long position = Args.optInteger(state, arguments.arg(2), 2, size);
        if (position != size && Long.compareUnsigned(position - 1, size) > 0) {
            throw Args.error(1, "position out of bounds");
        }
        LuaValue removed = get(table, position);
        long last = shiftDown(table, position, size);
        set(table, last, LuaValue.NIL);
        return removed;
    }

    private long shiftDown(LuaValue table, long position, long size) {
        if (plain(table) instanceof Table t && t.size == size && position > 0 && position < size) {
            int to = (int) position - 1;
            System.arraycopy(t.array, to + 1, t.array, to, (int) (size - position));
            return size;
        }
        long i = position;
        for (; i < size; i++) {
            set(table, i, get(table, i + 1));
            poll(i);
        }
        return i;
    }

    private Varargs move(Varargs arguments) {
        LuaValue source = check(arguments, 1, Event.INDEX);
        long first = Args.checkInteger(state, Args.get(arguments, 2), 2);
        long last = Args.checkInteger(state, Args.get(arguments, 3), 3);
        long to = Args.checkInteger(state, Args.get(arguments, 4), 4);
        LuaValue target = check(arguments, arguments.isnil(5) ? 1 : 5, Event.NEWINDEX);
        if (last >= first) {
            checkMove(first, last, to);
            move(source, first, last, to, target);
        }
        return target;
    }

    private static void checkMove(long first, long last, long to) {
        if (first <= 0 && last >= Long.MAX_VALUE + first) {
            throw Args.error(3, "too many elements to move");
        }
        if (to > Long.MAX_VALUE - (last - first + 1) + 1) {
            throw Args.error(4, "destination wrap around");
        }
    }

    private void move(LuaValue source, long first, long last, long to, LuaValue target) {
        boolean overlaps = to <= last && to > first && Compare.equal(state, source, target);
        long count = last - first + 1;
        for (long step = 0; step < count; step++) {
            long i = overlaps ? count - 1 - step : step;
            set(target, to + i, get(source, first + i));
            poll(step);
        }
    }

    private Varargs concat(Varargs arguments) {
        LuaValue table = check(arguments, 1, Event.INDEX, Event.LEN);
        long length = length(table);
        LuaString separator = arguments.isnil(2) ? LuaValue.EMPTYSTRING : Args.checkString(state, arguments.arg(2), 2);
        long first = Args.optInteger(state, arguments.arg(3), 3, 1);
        long last = Args.optInteger(state, arguments.arg(4), 4, length);
        ByteBuilder out = new ByteBuilder(state.limits.stringBytes());
        for (long i = first; i <= last; i++) {
            append(out, get(table, i), i);
            if (i == last) {
                break;
            }
            out.append(separator);
            poll(i);
        }
        return out.toLuaString();
    }

    private void append(ByteBuilder out, LuaValue value, long i) {
        LuaString text = Conversions.toLuaString(value);
        if (text == null) {
            throw new LibraryError(
                    "invalid value (" + Names.type(state, value) + ") at index " + i + " in table for 'concat'");
        }
        out.append(text);
    }

    private Varargs pack(Varargs arguments) {
        Table table = Table.ofArray(Values.toArray(arguments));
        table.put(N, LuaInt.of(arguments.narg()));
        return table;
    }

    private Varargs unpack(Varargs arguments) {
        LuaValue table = arguments.arg1();
        long first = Args.optInteger(state, arguments.arg(2), 2, 1);
        long last = arguments.isnil(3) ? length(table) : Args.checkInteger(state, arguments.arg(3), 3);
        if (first > last) {
            return LuaValue.NONE;
        }
        if (last - first < 0 || last - first >= MAX_RESULTS) {
            throw new LibraryError("too many results to unpack");
        }
        LuaValue[] values = new LuaValue[(int) (last - first) + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(table, first + i);
        }
        return Values.of(values);
    }

    // Sorting.

    private Varargs sort(Varargs arguments) {
        LuaValue table = check(arguments, 1, Event.INDEX, Event.NEWINDEX, Event.LEN);
        long length = length(table);
        if (length > 1) {
            if (length > Math.min(state.limits.tableCapacity(), Integer.MAX_VALUE - 1)) {
                throw Args.error(1, "array too big");
            }
            LuaValue order = Args.get(arguments, 2);
            sort(table, (int) length, order.isnil() ? null : Args.checkFunction(state, order, 2));
        }
        return LuaValue.NONE;
    }

    private void sort(LuaValue table, int length, @Nullable LuaFunction order) {
        LuaValue[] values = new LuaValue[length];
        for (int i = 0; i < length; i++) {
            values[i] = get(table, i + 1L);
        }
        try {
            sort(values, order);
        } catch (LuaError e) {
            store(table, values);
            throw e;
        }
        store(table, values);
    }

    private void store(LuaValue table, LuaValue[] values) {
        for (int i = 0; i < values.length; i++) {
            set(table, i + 1L, values[i]);
        }
    }

    private void sort(LuaValue[] values, @Nullable LuaFunction order) {
        if (order != null) {
            Sort.sort(values, (a, b) -> Calls.call(state, order, a, b).toboolean());
        } else if (areAll(values, LuaInt.class)) {
            sortIntegers(values);
        } else if (areAll(values, LuaString.class)) {
            Arrays.sort(values, Comparator.comparing(LuaString.class::cast, Compare::compare));
        } else if (areAll(values, LuaFloat.class)) {
            Sort.sort(values, (a, b) -> ((LuaFloat) a).value < ((LuaFloat) b).value);
        } else {
            Sort.sort(values, (a, b) -> Compare.lessThan(state, a, b));
        }
    }

    private static boolean areAll(LuaValue[] values, Class<? extends LuaValue> type) {
        for (LuaValue value : values) {
            if (!type.isInstance(value)) {
                return false;
            }
        }
        return true;
    }

    private static void sortIntegers(LuaValue[] values) {
        long[] integers = new long[values.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = ((LuaInt) values[i]).value;
        }
        Arrays.sort(integers);
        for (int i = 0; i < integers.length; i++) {
            values[i] = LuaInt.of(integers[i]);
        }
    }
}
