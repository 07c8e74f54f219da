package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.LibraryError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** A string in the making. Never grows over the state's longest string. */
final class ByteBuilder {

    private static final int FIRST_CAPACITY = 64;

    private final int limit;
    private byte[] bytes;
    private int length;

    /** @param limit length of the longest string, in bytes */
    ByteBuilder(int limit) {
        this(limit, FIRST_CAPACITY);
    }

    ByteBuilder(int limit, int capacity) {
        this.limit = limit;
        this.bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    ByteBuilder append(int b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) b;
        return this;
    }

    ByteBuilder append(byte[] source, int offset, int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    ByteBuilder append(LuaString s) {
        return append(s.m_bytes, s.m_offset, s.m_length);
    }

    /** Appends text whose characters are bytes. */
    ByteBuilder append(String latin1) {
        byte[] encoded = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return append(encoded, 0, encoded.length);
    }

    ByteBuilder fill(int b, int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
        Arrays.fill(bytes, length, length + count, (byte) b);
        length += count;
        return this;
    }

    LuaString toLuaString() {
        return ByteStrings.copy(bytes, 0, length);
    }

    private void grow(int more) {
        long needed = (long) length + more;
        if (needed > limit) {
            throw new LibraryError("resulting string too large (over " + limit + " bytes)");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
    }
}
