package io.moongate.socket.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** {@code ba.socket.h2n} and its kin: numbers as big-endian bytes and back. */
final class NetworkNumbers {
    private NetworkNumbers() {}

    static Varargs h2n(Args args) {
        int size = integerSize(args);
        return Result.of(bytes(args.truncated(2), size));
    }

    static Varargs n2h(Args args) {
        return Result.of(number(args, integerSize(args)));
    }

    static Varargs fh2n(Args args) {
        int size = floatSize(args);
        double value = args.number(2);
        return Result.of(
                size == Float.BYTES
                        ? bytes(Float.floatToIntBits((float) value), size)
                        : bytes(Double.doubleToLongBits(value), size));
    }

    static Varargs fn2h(Args args) {
        int size = floatSize(args);
        long bits = number(args, size);
        return Result.of(size == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits));
    }

    private static int integerSize(Args args) {
        long size = args.integer(1);
        if (size < 1 || size > Long.BYTES) {
            throw args.bad(1, "Invalid size");
        }
        return (int) size;
    }

    private static int floatSize(Args args) {
        long size = args.integer(1);
        if (size != Float.BYTES && size != Double.BYTES) {
            throw args.bad(1, "Invalid size");
        }
        return (int) size;
    }

    private static byte[] bytes(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * (size - 1 - i));
        }
        return bytes;
    }

    private static long number(Args args, int size) {
        LuaString data = args.data(2);
        long start = args.optInteger(3, 1);
        if (start < 1 || start > data.m_length - size + 1) {
            throw args.bad(3, "Invalid start");
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | data.luaByte((int) start - 1 + i);
        }
        return value;
    }
}
