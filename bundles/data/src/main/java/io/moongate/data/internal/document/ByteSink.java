package io.moongate.data.internal.document;

import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** Bytes being written: grows as needed up to a limit. */
public final class ByteSink {

    /** The longest text that an encoder makes: 256 MiB. */
    public static final int LONGEST = 1 << 28;

    private final int limit;
    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        this(capacity, LONGEST);
    }

    public ByteSink(int capacity, int limit) {
        this.limit = limit;
        this.bytes = new byte[capacity];
    }

    /**
     * Makes room for {@code count} more bytes, which the caller writes into the returned array from {@link #length} on,
     * then calls {@link #advanceTo}.
     */
    public byte[] reserve(int count) throws Fault {
        if (count > bytes.length - length) {
            grow(count);
        }
        return bytes;
    }

    private void grow(int count) throws Fault {
        long needed = (long) length + count;
        if (needed > limit) {
            throw new Fault(Fault.MEM, "text exceeds the limit of " + limit + " bytes");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
    }

    public int length() {
        return length;
    }

    public void advanceTo(int newLength) {
        length = newLength;
    }

    public void put(int value) throws Fault {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    public void put(byte[] from) throws Fault {
        put(from, 0, from.length);
    }

    public void put(byte[] from, int offset, int count) throws Fault {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Writes the low {@code size} bytes of {@code value}, highest first. */
    public void putBigEndian(long value, int size) throws Fault {
        reserve(size);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >> shift);
        }
    }

    public LuaString toLuaString() {
        return LuaString.valueUsing(Arrays.copyOf(bytes, length));
    }
}
