package io.moongate.data.internal.ubjson;

import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Path;
import io.moongate.lua.Numbers;
import io.moongate.lua.TableCursor;
import java.util.Arrays;
import java.util.Comparator;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Writes tables as UBJSON, without recursion: every container is counted, and typed when its values have one type. A
 * table is a list when all its keys are numbers; nil, what UBJSON has no form for and a table inside of itself are null.
 * Floats with integral value become integers, all others are 64 bits wide, so that no number changes its value.
 */
final class UbjsonEncoder {

    /** Instead of the type of elements: each has its own marker. */
    private static final byte UNTYPED = 0;

    private record Entry(double key, LuaValue value) {}

    private final ByteSink sink;
    private final Path path = new Path();

    /** The entries of the open containers: values of a list, names and values by turns of an object. */
    private LuaValue[] entries = new LuaValue[64];

    private int top;
    private int[] bases = new int[24];
    private int[] ends = new int[24];
    private int[] nexts = new int[24];
    private boolean[] objects = new boolean[24];
    private byte[] types = new byte[24];

    UbjsonEncoder(ByteSink sink) {
        this.sink = sink;
    }

    /** Writes a document. */
    void write(LuaTable document) throws Fault {
        writeTable(document);
        while (path.depth() > 0) {
            writeEntries(path.depth() - 1);
        }
    }

    /** Writes the entries of a container up to one that is a table itself, or all. */
    private void writeEntries(int level) throws Fault {
        byte type = types[level];
        boolean isObject = objects[level];
        int next = nexts[level];
        while (next < ends[level]) {
            if (isObject) {
                writeName(entries[next++]);
            }
            LuaValue value = entries[next++];
            if (value instanceof LuaTable table) {
                nexts[level] = next;
                writeTable(table);
                if (path.depth() - 1 != level) {
                    return;
                }
            } else {
                writeScalar(value, type);
            }
        }
        leave(level);
    }

    private void leave(int level) {
        Arrays.fill(entries, bases[level], top, null);
        top = bases[level];
        path.pop();
    }

    /** Writes the head of a container, which then is the innermost, or null for one that is open already. */
    private void writeTable(LuaTable table) throws Fault {
        if (path.contains(table)) {
            sink.put(Marker.NULL);
            return;
        }
        int base = top;
        boolean isObject = !pushList(table);
        if (isObject) {
            pushFields(table);
        }
        byte type = commonType(base, isObject);
        sink.put(isObject ? Marker.OBJECT : Marker.ARRAY);
        if (type != UNTYPED) {
            sink.put(Marker.TYPE);
            sink.put(type);
        }
        sink.put(Marker.COUNT);
        writeLength(isObject ? (top - base) / 2 : top - base);
        enter(table, base, isObject, type);
    }

    private void enter(LuaTable table, int base, boolean isObject, byte type) {
        int level = path.depth();
        path.push(table);
        if (level == bases.length) {
            bases = Arrays.copyOf(bases, 2 * level);
            ends = Arrays.copyOf(ends, 2 * level);
            nexts = Arrays.copyOf(nexts, 2 * level);
            objects = Arrays.copyOf(objects, 2 * level);
            types = Arrays.copyOf(types, 2 * level);
        }
        bases[level] = base;
        nexts[level] = base;
        ends[level] = top;
        objects[level] = isObject;
        types[level] = type;
    }

    // Which entries there are.

    private void push(LuaValue value) {
        if (top == entries.length) {
            entries = Arrays.copyOf(entries, 2 * top);
        }
        entries[top++] = value;
    }

    /** Pushes the values of a table whose keys are all numbers, in the order of these. @return false when they are not */
    private boolean pushList(LuaTable table) {
        int base = top;
        boolean isSequence = true;
        int count = 0;
        for (TableCursor field = new TableCursor(table); field.next(); count++) {
            if (!(field.key() instanceof LuaNumber key)) {
                top = base;
                return false;
            }
            isSequence &= Numbers.isInteger(key) && key.tolong() == count + 1L;
            push(field.value());
        }
        if (!isSequence) {
            top = base;
            pushSorted(table, count);
        }
        return true;
    }

    private void pushSorted(LuaTable table, int count) {
        Entry[] list = new Entry[count];
        TableCursor field = new TableCursor(table);
        for (int i = 0; field.next(); i++) {
            list[i] = new Entry(field.key().todouble(), field.value());
        }
        Arrays.sort(list, Comparator.comparingDouble(Entry::key));
        for (Entry entry : list) {
            push(entry.value());
        }
    }

    private void pushFields(LuaTable table) throws Fault {
        for (TableCursor field = new TableCursor(table); field.next(); ) {
            push(name(field.key()));
            push(field.value());
        }
    }

    private static LuaString name(LuaValue key) throws Fault {
        return switch (key) {
            case LuaString name -> name;
            case LuaNumber number ->
                Numbers.integer(Numbers.isInteger(number) ? number.tolong() : (long) number.todouble())
                        .strvalue();
            default -> throw new Fault("Invalid key type " + key.typename());
        };
    }

    // What type they have.

    private byte commonType(int base, boolean isObject) {
        int step = isObject ? 2 : 1;
        byte common = UNTYPED;
        for (int i = isObject ? base + 1 : base; i < top; i += step) {
            byte type = elementType(entries[i]);
            if (type == UNTYPED) {
                return UNTYPED;
            }
            if (common == UNTYPED || common == type) {
                common = type;
            } else if (Marker.isInteger(common) && Marker.isInteger(type)) {
                common = Marker.payload(common) > Marker.payload(type) ? common : type;
            } else {
                return UNTYPED;
            }
        }
        return common;
    }

    /** The marker of a value that a typed container can hold. */
    private static byte elementType(LuaValue value) {
        return switch (value) {
            case LuaString ignored -> Marker.STRING;
            case LuaNumber number -> numberType(number);
            default -> UNTYPED;
        };
    }

    private static byte numberType(LuaNumber number) {
        return isIntegral(number) ? integerType(integer(number)) : Marker.FLOAT64;
    }

    private static boolean isIntegral(LuaNumber number) {
        if (Numbers.isInteger(number)) {
            return true;
        }
        double value = number.todouble();
        boolean isNegativeZero = value == 0 && 1 / value < 0;
        return value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63 && !isNegativeZero;
    }

    private static long integer(LuaNumber integral) {
        return Numbers.isInteger(integral) ? integral.tolong() : (long) integral.todouble();
    }

    private static byte integerType(long value) {
        if (value == (byte) value) {
            return Marker.INT8;
        }
        if (value == (short) value) {
            return Marker.INT16;
        }
        return value == (int) value ? Marker.INT32 : Marker.INT64;
    }

    // Writing them.

    private void writeScalar(LuaValue value, byte containerType) throws Fault {
        switch (value) {
            case LuaString string -> writeString(string, containerType == UNTYPED);
            case LuaNumber number -> writeNumber(number, containerType);
            case LuaBoolean truth -> sink.put(truth.v ? Marker.TRUE : Marker.FALSE);
            default -> sink.put(Marker.NULL);
        }
    }

    private void writeString(LuaString string, boolean withMarker) throws Fault {
        if (withMarker) {
            sink.put(Marker.STRING);
        }
        writeLength(string.m_length);
        sink.put(string.m_bytes, string.m_offset, string.m_length);
    }

    private void writeName(LuaValue name) throws Fault {
        writeString((LuaString) name, false);
    }

    private void writeNumber(LuaNumber number, byte containerType) throws Fault {
        byte type = containerType;
        if (type == UNTYPED) {
            type = numberType(number);
            sink.put(type);
        }
        long bits = type == Marker.FLOAT64 ? Double.doubleToRawLongBits(number.todouble()) : integer(number);
        sink.putBigEndian(bits, Marker.payload(type));
    }

    private void writeLength(int length) throws Fault {
        byte type = integerType(length);
        sink.put(type);
        sink.putBigEndian(length, Marker.payload(type));
    }
}
