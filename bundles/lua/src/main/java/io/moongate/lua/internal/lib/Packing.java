package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.lib.PackFormat.Kind;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code string.pack}, {@code packsize} and {@code unpack} (manual 6.4.2). */
final class Packing {

    private static final String TOO_SHORT = "data string too short";

    private final GlobalState state;

    Packing(GlobalState state) {
        this.state = state;
    }

    LuaValue packSize(LuaValue formatText) {
        PackFormat format = new PackFormat(Args.checkString(state, formatText, 1));
        long total = 0;
        while (format.hasNext()) {
            format.next(total);
            if (format.kind() == Kind.COUNTED_STRING || format.kind() == Kind.ZERO_TERMINATED) {
                throw Args.error(1, "variable-length format");
            }
            long size = (long) format.padding() + format.size();
            if (total > PackFormat.MAX_SIZE - size) {
                throw Args.error(1, "format result too large");
            }
            total += size;
        }
        return LuaInt.of(total);
    }

    Varargs pack(Varargs arguments) {
        PackFormat format = new PackFormat(Args.checkString(state, Args.get(arguments, 1), 1));
        ByteBuilder out = new ByteBuilder(state.limits.stringBytes());
        int argument = 1;
        while (format.hasNext()) {
            format.next(out.length());
            out.fill(0, format.padding());
            switch (format.kind()) {
                case PADDING -> out.append(0);
                case ALIGNMENT, NOTHING -> {}
                default -> {
                    argument++;
                    pack(out, format, arguments.arg(argument), argument);
                }
            }
        }
        return out.toLuaString();
    }

    private void pack(ByteBuilder out, PackFormat format, LuaValue value, int n) {
        switch (format.kind()) {
            case SIGNED -> packSigned(out, format, Args.checkInteger(state, value, n), n);
            case UNSIGNED -> packUnsigned(out, format, Args.checkInteger(state, value, n), n);
            case FLOAT -> append(out, format, Float.floatToRawIntBits((float) Args.checkDouble(state, value, n)), 4, 0);
            case DOUBLE -> append(out, format, Double.doubleToRawLongBits(Args.checkDouble(state, value, n)), 8, 0);
            case FIXED_STRING -> packFixed(out, format, Args.checkString(state, value, n), n);
            case COUNTED_STRING -> packCounted(out, format, Args.checkString(state, value, n), n);
            case ZERO_TERMINATED -> packZeroTerminated(out, Args.checkString(state, value, n), n);
            default -> throw new AssertionError(format.kind());
        }
    }

    private static void packSigned(ByteBuilder out, PackFormat format, long value, int n) {
        int bits = format.size() * Byte.SIZE;
        if (bits < Long.SIZE && (value < -(1L << bits - 1) || value >= 1L << bits - 1)) {
            throw Args.error(n, "integer overflow");
        }
        append(out, format, value, format.size(), value < 0 ? -1 : 0);
    }

    private static void packUnsigned(ByteBuilder out, PackFormat format, long value, int n) {
        int bits = format.size() * Byte.SIZE;
        if (bits < Long.SIZE && value >>> bits != 0) {
            throw Args.error(n, "unsigned overflow");
        }
        append(out, format, value, format.size(), 0);
    }

    /** @param extension what the bytes beyond those of a long are */
    private static void append(ByteBuilder out, PackFormat format, long value, int size, int extension) {
        for (int i = 0; i < size; i++) {
            int significance = format.isLittleEndian() ? i : size - 1 - i;
            out.append(significance < Long.BYTES ? (int) (value >>> significance * Byte.SIZE) : extension);
        }
    }

    private static void packFixed(ByteBuilder out, PackFormat format, LuaString s, int n) {
        if (s.m_length > format.size()) {
            throw Args.error(n, "string longer than given size");
        }
        out.append(s).fill(0, format.size() - s.m_length);
    }

    private static void packCounted(ByteBuilder out, PackFormat format, LuaString s, int n) {
        if (format.size() < Integer.BYTES && s.m_length >= 1 << format.size() * Byte.SIZE) {
            throw Args.error(n, "string length does not fit in given size");
        }
        append(out, format, s.m_length, format.size(), 0);
        out.append(s);
    }

    private static void packZeroTerminated(ByteBuilder out, LuaString s, int n) {
        if (s.indexOf((byte) 0, 0) >= 0) {
            throw Args.error(n, "string contains zeros");
        }
        out.append(s).append(0);
    }

    Varargs unpack(Varargs arguments) {
        PackFormat format = new PackFormat(Args.checkString(state, Args.get(arguments, 1), 1));
        LuaString data = Args.checkString(state, Args.get(arguments, 2), 2);
        long start = Positions.start(Args.optInteger(state, arguments.arg(3), 3, 1), data.m_length) - 1;
        if (start > data.m_length) {
            throw Args.error(3, "initial position out of string");
        }
        return new Unpacker(format, data, (int) start).run();
    }

    /** One run of {@code unpack}. */
    private static final class Unpacker {
        private final PackFormat format;
        private final LuaString data;
        private final List<LuaValue> results = new ArrayList<>();
        private int at;

        Unpacker(PackFormat format, LuaString data, int start) {
            this.format = format;
            this.data = data;
            this.at = start;
        }

        Varargs run() {
            while (format.hasNext()) {
                format.next(at);
                require((long) format.padding() + format.size());
                at += format.padding();
                item();
                at += format.size();
            }
            results.add(LuaInt.of(at + 1L));
            return Values.of(results.toArray(new LuaValue[0]));
        }

        private void require(long count) {
            if (count > data.m_length - at) {
                throw Args.error(2, TOO_SHORT);
            }
        }

        private void item() {
            switch (format.kind()) {
                case SIGNED -> results.add(LuaInt.of(integer(true)));
                case UNSIGNED -> results.add(LuaInt.of(integer(false)));
                case FLOAT -> results.add(new LuaFloat(Float.intBitsToFloat((int) bits(Integer.BYTES))));
                case DOUBLE -> results.add(new LuaFloat(Double.longBitsToDouble(bits(Long.BYTES))));
                case FIXED_STRING -> results.add(ByteStrings.part(data, at, at + format.size()));
                case COUNTED_STRING -> countedString();
                case ZERO_TERMINATED -> zeroTerminated();
                case PADDING, ALIGNMENT, NOTHING -> {}
            }
        }

        private void countedString() {
            long count = integer(false);
            int from = at + format.size();
            if (count < 0 || count > data.m_length - from) {
                throw Args.error(2, TOO_SHORT);
            }
            results.add(ByteStrings.part(data, from, from + (int) count));
            at += (int) count;
        }

        private void zeroTerminated() {
            int zero = data.indexOf((byte) 0, at);
            if (zero < 0) {
                throw Args.error(2, "unfinished string for format 'z'");
            }
            results.add(ByteStrings.part(data, at, zero));
            at = zero + 1;
        }

        private int byteAt(int significance) {
            int i = format.isLittleEndian() ? significance : format.size() - 1 - significance;
            return data.m_bytes[data.m_offset + at + i] & 0xFF;
        }

        private long bits(int count) {
            long value = 0;
            for (int i = count - 1; i >= 0; i--) {
                value = value << Byte.SIZE | byteAt(i);
            }
            return value;
        }

        private long integer(boolean signed) {
            int size = format.size();
            long value = bits(Math.min(size, Long.BYTES));
            if (size < Long.BYTES) {
                int unused = Long.SIZE - size * Byte.SIZE;
                return signed ? value << unused >> unused : value;
            }
            int extension = signed && value < 0 ? 0xFF : 0;
            for (int i = Long.BYTES; i < size; i++) {
                if (byteAt(i) != extension) {
                    throw new LibraryError(size + "-byte integer does not fit into Lua Integer");
                }
            }
            return value;
        }
    }
}
