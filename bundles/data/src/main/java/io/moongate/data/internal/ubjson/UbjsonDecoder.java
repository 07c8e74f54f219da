package io.moongate.data.internal.ubjson;

import io.moongate.data.internal.document.DocumentDecoder;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Limits;
import io.moongate.data.internal.document.OpenContainers;
import io.moongate.data.internal.document.Pieces;
import io.moongate.data.internal.document.ValueStack;
import io.moongate.runtime.DataNull;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Reads UBJSON: plain, counted and typed containers, typed containers of containers too. A document is a list or an
 * object.
 *
 * <p>A state machine over tokens: a token that the data cuts is left for the next piece.
 */
final class UbjsonDecoder implements DocumentDecoder {

    private static final String STACK_OVERFLOW = "stack overflow";

    private static final VarHandle SHORT = bigEndian(short[].class);
    private static final VarHandle INT = bigEndian(int[].class);
    private static final VarHandle LONG = bigEndian(long[].class);

    /** Instead of a count: the container goes on to its end marker. */
    private static final long TO_END_MARKER = -1;

    /** Instead of a count: the container was opened, what follows its marker has not been read. */
    private static final long TO_BE_READ = -2;

    /** Instead of the type of elements: each has its own marker. */
    private static final byte UNTYPED = 0;

    private final int nameLength;
    private final Pieces pieces;
    private final ValueStack values;
    private final OpenContainers containers;

    /** For each open container how many elements are missing, or why that is not known. */
    private long[] counts = new long[16];

    /** For each open container the type of its elements. */
    private byte[] types = new byte[16];

    private byte[] bytes = {};
    private int position;
    private int end;

    UbjsonDecoder(Limits limits) {
        nameLength = limits.nameLength();
        pieces = new Pieces(limits.memory());
        values = new ValueStack(limits.memory());
        containers = new OpenContainers(limits.depth(), STACK_OVERFLOW);
    }

    private static VarHandle bigEndian(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void add(byte[] piece, int offset, int length) throws Fault {
        pieces.add(piece, offset, length);
    }

    @Override
    public boolean isBetweenDocuments() {
        return containers.depth() == 0 && pieces.position() == pieces.end();
    }

    @Override
    public @Nullable LuaTable next() throws Fault {
        bytes = pieces.bytes();
        position = pieces.position();
        end = pieces.end();
        LuaTable document = read();
        pieces.moveTo(position);
        return document;
    }

    private @Nullable LuaTable read() throws Fault {
        while (readToken()) {
            if (containers.depth() == 0 && values.top() > 0) {
                return values.takeDocument();
            }
        }
        return null;
    }

    /** @return false when the data ends before the token does; the position is unchanged then */
    private boolean readToken() throws Fault {
        int depth = containers.depth();
        if (depth == 0) {
            return readStart();
        }
        int level = depth - 1;
        if (counts[level] == TO_BE_READ && !readHeader(level)) {
            return false;
        }
        if (counts[level] == 0) {
            close();
            return true;
        }
        if (containers.isObject() && (values.top() - containers.base() & 1) == 0) {
            return readName(level);
        }
        return types[level] == UNTYPED ? readMarked(level) : readTyped(level, types[level]);
    }

    private boolean readStart() throws Fault {
        if (position == end) {
            return false;
        }
        switch (bytes[position++]) {
            case Marker.ARRAY -> open(false);
            case Marker.OBJECT -> open(true);
            case Marker.NO_OP -> {}
            default -> throw new Fault(Fault.PARSE);
        }
        return true;
    }

    // Containers.

    private void open(boolean isObject) throws Fault {
        int level = containers.depth();
        containers.push(values.top(), isObject);
        if (level == counts.length) {
            counts = Arrays.copyOf(counts, 2 * level);
            types = Arrays.copyOf(types, 2 * level);
        }
        counts[level] = TO_BE_READ;
        types[level] = UNTYPED;
    }

    private void close() throws Fault {
        if (containers.isObject()) {
            values.closeObject(containers.pop());
        } else {
            values.closeArray(containers.pop());
        }
    }

    /** Reads the type and count that may follow the marker of a container. */
    private boolean readHeader(int level) throws Fault {
        int p = position;
        if (p == end) {
            return false;
        }
        byte type = UNTYPED;
        if (bytes[p] == Marker.TYPE) {
            if (p + 2 >= end) {
                return false;
            }
            type = bytes[p + 1];
            p += 2;
            if (bytes[p] != Marker.COUNT) {
                throw new Fault(Fault.PARSE);
            }
        }
        if (bytes[p] != Marker.COUNT) {
            counts[level] = TO_END_MARKER;
            return true;
        }
        long count = readLength(p + 1);
        if (count < 0) {
            return false;
        }
        position = lengthEnd(p + 1);
        startCounted(level, type, count);
        return true;
    }

    private void startCounted(int level, byte type, long count) throws Fault {
        counts[level] = count;
        types[level] = type;
        if (type == UNTYPED) {
            return;
        }
        if (!isElementType(type) || type == Marker.NO_OP && containers.isObject()) {
            throw new Fault(Fault.PARSE);
        }
        if (type == Marker.NO_OP) {
            counts[level] = 0;
        } else if (Marker.payload(type) == 0 && !containers.isObject()) {
            // These elements take no space in the data, so that its length does not bound their number.
            values.charge(count > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : count * ValueStack.VALUE_COST);
        }
    }

    private static boolean isElementType(byte type) {
        return switch (type) {
            case Marker.ARRAY, Marker.OBJECT, Marker.STRING, Marker.HIGH_PRECISION -> true;
            default -> Marker.payload(type) >= 0;
        };
    }

    // Lengths and counts: a marker of an integer type and its value.

    /** @return -1 when the data ends before */
    private long readLength(int at) throws Fault {
        if (at >= end) {
            return -1;
        }
        byte marker = bytes[at];
        if (!Marker.isInteger(marker)) {
            throw new Fault(Fault.PARSE);
        }
        if (end - at - 1 < Marker.payload(marker)) {
            return -1;
        }
        long length = integer(marker, at + 1);
        if (length < 0) {
            throw new Fault(Fault.PARSE, "negative length " + length);
        }
        return length;
    }

    private int lengthEnd(int at) {
        return at + 1 + Marker.payload(bytes[at]);
    }

    private long integer(byte marker, int at) {
        return switch (marker) {
            case Marker.INT8 -> bytes[at];
            case Marker.UINT8 -> bytes[at] & 0xff;
            case Marker.INT16 -> (short) SHORT.get(bytes, at);
            case Marker.INT32 -> (int) INT.get(bytes, at);
            default -> (long) LONG.get(bytes, at);
        };
    }

    // Elements.

    private boolean readName(int level) throws Fault {
        if (position == end) {
            return false;
        }
        if (bytes[position] == Marker.NO_OP) {
            position++;
            return true;
        }
        if (bytes[position] == Marker.OBJECT_END && counts[level] == TO_END_MARKER) {
            position++;
            close();
            return true;
        }
        long length = readLength(position);
        if (length > nameLength) {
            throw new Fault(Fault.MEM, "name of " + length + " bytes exceeds the limit of " + nameLength);
        }
        if (length < 0 || end - lengthEnd(position) < length) {
            return false;
        }
        int from = lengthEnd(position);
        values.pushName(bytes, from, (int) length);
        position = from + (int) length;
        return true;
    }

    private boolean readMarked(int level) throws Fault {
        if (position == end) {
            return false;
        }
        byte marker = bytes[position];
        switch (marker) {
            case Marker.NO_OP -> position++;
            case Marker.ARRAY_END -> {
                if (containers.isObject() || counts[level] != TO_END_MARKER) {
                    throw new Fault(Fault.PARSE);
                }
                position++;
                close();
            }
            default -> {
                position++;
                if (!readElement(level, marker)) {
                    position--;
                    return false;
                }
            }
        }
        return true;
    }

    private boolean readTyped(int level, byte type) throws Fault {
        if (!containers.isObject() && Marker.payload(type) >= 0) {
            return readRun(level, type, Marker.payload(type));
        }
        return readElement(level, type);
    }

    /** Reads as many elements of a typed list as the data has, at once. */
    private boolean readRun(int level, byte type, int size) throws Fault {
        long available = size == 0 ? counts[level] : Math.min(counts[level], (end - position) / size);
        for (long i = 0; i < available; i++) {
            pushFixed(type, position);
            position += size;
        }
        counts[level] -= available;
        return counts[level] == 0;
    }

    /** Reads what follows a marker. */
    private boolean readElement(int level, byte marker) throws Fault {
        int size = Marker.payload(marker);
        if (size >= 0) {
            if (end - position < size) {
                return false;
            }
            pushFixed(marker, position);
            position += size;
        } else if (marker == Marker.STRING || marker == Marker.HIGH_PRECISION) {
            if (!readString()) {
                return false;
            }
        } else if (marker == Marker.ARRAY || marker == Marker.OBJECT) {
            countElement(level);
            open(marker == Marker.OBJECT);
            return true;
        } else {
            throw new Fault(Fault.PARSE);
        }
        countElement(level);
        return true;
    }

    private void countElement(int level) {
        if (counts[level] > 0) {
            counts[level]--;
        }
    }

    private boolean readString() throws Fault {
        long length = readLength(position);
        if (length < 0) {
            return false;
        }
        int from = lengthEnd(position);
        if (end - from < length) {
            return false;
        }
        values.pushString(bytes, from, (int) length);
        position = from + (int) length;
        return true;
    }

    private void pushFixed(byte marker, int at) throws Fault {
        switch (marker) {
            case Marker.TRUE -> values.pushConstant(LuaValue.TRUE);
            case Marker.FALSE -> values.pushConstant(LuaValue.FALSE);
            case Marker.NULL -> values.pushConstant(DataNull.NULL);
            case Marker.CHAR -> values.pushName(bytes, at, 1);
            case Marker.FLOAT32 -> values.pushNumber(Float.intBitsToFloat((int) INT.get(bytes, at)));
            case Marker.FLOAT64 -> values.pushNumber(Double.longBitsToDouble((long) LONG.get(bytes, at)));
            default -> values.pushInteger(integer(marker, at));
        }
    }
}
