package io.moongate.data.internal.bytes;

import io.moongate.runtime.ByteData;
import java.util.Arrays;
import java.util.Objects;

/**
 * A block of bytes of fixed length with a movable window on it: Lua's {@code ba.bytearray}. All positions are those of
 * the window, from 0. Not thread-safe: belongs to its VM's thread.
 */
final class ByteArray implements ByteData {

    /** The longest array: 256 MiB. */
    static final int LONGEST = 1 << 28;

    private final byte[] bytes;
    private int start;
    private int end;

    /** Takes over {@code bytes}; the window is all of them. */
    ByteArray(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** The length of the whole array, whatever the window. */
    int capacity() {
        return bytes.length;
    }

    /** The first byte of the window, counted in the whole array. */
    int start() {
        return start;
    }

    /** The end of the window, exclusive, counted in the whole array. */
    int end() {
        return end;
    }

    /** The length of the window. */
    int length() {
        return end - start;
    }

    /** Moves the window. @param from,to in the whole array, {@code to} exclusive; the window may be empty */
    void window(int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        start = from;
        end = to;
    }

    int get(int index) {
        return bytes[start + Objects.checkIndex(index, length())] & 0xff;
    }

    void set(int index, int value) {
        bytes[start + Objects.checkIndex(index, length())] = (byte) value;
    }

    /** Stores {@code count} bytes, all of which must fit. */
    void put(int index, byte[] from, int offset, int count) {
        Objects.checkFromIndexSize(index, count, length());
        System.arraycopy(from, offset, bytes, start + index, count);
    }

    /** Stores bytes of another array, or of this one; {@code offset} is in its window. All must fit. */
    void put(int index, ByteArray from, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, from.length());
        put(index, from.bytes, from.start + offset, count);
    }

    /** A copy of part of the window. */
    byte[] copy(int index, int count) {
        Objects.checkFromIndexSize(index, count, length());
        return Arrays.copyOfRange(bytes, start + index, start + index + count);
    }

    @Override
    public byte[] toBytes() {
        return copy(0, length());
    }
}
