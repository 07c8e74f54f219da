package io.moongate.data.internal.document;

import io.moongate.lua.Numbers;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The values of a document whose containers are still open. A container becomes a table when it is complete and its size
 * known. Keeps account of what the values take in memory.
 */
public final class ValueStack {

    /** What a value takes at least: its object, or its place in a table. */
    public static final int VALUE_COST = 24;

    private static final int STRING_COST = 64;
    private static final int TABLE_COST = 160;

    /** Strings up to this length are looked up, so that the names of a list of objects are made once. */
    private static final int KNOWN_LENGTH = 32;

    private static final int KNOWN_NAMES = 512;

    private final long memory;
    private final LuaString[] known = new LuaString[KNOWN_NAMES];
    private LuaValue[] values = new LuaValue[64];
    private int top;
    private long cost;

    public ValueStack(long memory) {
        this.memory = memory;
    }

    public int top() {
        return top;
    }

    public void push(LuaValue value) {
        if (top == values.length) {
            values = Arrays.copyOf(values, top * 2);
        }
        values[top++] = value;
    }

    public void pushInteger(long value) throws Fault {
        charge(VALUE_COST);
        push(Numbers.integer(value));
    }

    public void pushNumber(double value) throws Fault {
        charge(VALUE_COST);
        push(Numbers.number(value));
    }

    public void pushConstant(LuaValue value) throws Fault {
        charge(VALUE_COST);
        push(value);
    }

    public void pushString(byte[] bytes, int offset, int length) throws Fault {
        charge(STRING_COST + length);
        push(LuaString.valueUsing(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    public void pushName(byte[] bytes, int offset, int length) throws Fault {
        if (length > KNOWN_LENGTH) {
            pushString(bytes, offset, length);
            return;
        }
        charge(VALUE_COST);
        push(name(bytes, offset, length));
    }

    private LuaString name(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + bytes[offset + i];
        }
        int slot = (hash ^ hash >>> 15) & KNOWN_NAMES - 1;
        LuaString found = known[slot];
        if (found != null && isEqual(found, bytes, offset, length)) {
            return found;
        }
        LuaString made = LuaString.valueUsing(Arrays.copyOfRange(bytes, offset, offset + length));
        known[slot] = made;
        return made;
    }

    private static boolean isEqual(LuaString string, byte[] bytes, int offset, int length) {
        return string.m_length == length
                && Arrays.equals(
                        string.m_bytes, string.m_offset, string.m_offset + length, bytes, offset, offset + length);
    }

    /** Replaces the values from {@code base} on by the list of them. */
    public void closeArray(int base) throws Fault {
        charge(TABLE_COST);
        replace(base, Values.list(values, base, top));
    }

    /** Replaces names and values, by turns, from {@code base} on by the table of them. */
    public void closeObject(int base) throws Fault {
        charge(TABLE_COST);
        replace(base, Values.object(values, base, top));
    }

    private void replace(int base, LuaTable table) {
        Arrays.fill(values, base, top, null);
        top = base;
        push(table);
    }

    /** Takes the finished document off; the next one has the whole memory again. */
    public LuaTable takeDocument() {
        LuaTable document = (LuaTable) values[--top];
        values[top] = null;
        cost = 0;
        return document;
    }

    /** Accounts for {@code bytes} more of memory. */
    public void charge(long bytes) throws Fault {
        cost += bytes;
        if (cost > memory) {
            throw new Fault(Fault.MEM, "document needs more than the limit of " + memory + " bytes");
        }
    }
}
