package io.moongate.data.internal.bytes;

/** Integers of 1 to 8 bytes in network byte order. */
final class BigEndian {
    private BigEndian() {}

    /** The low {@code size} bytes of {@code value}. */
    static byte[] bytes(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> 8 * (size - 1 - i));
        }
        return bytes;
    }

    /** Unsigned when shorter than 8 bytes. */
    static long value(byte[] bytes, int offset, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }
}
