package io.moongate.data.internal.bytes;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** The conversions between host and network byte order in {@code ba.socket}. */
@Component
public final class ByteOrderModule implements LuaModule {

    @Override
    public String name() {
        return "ba.socket (byte order)";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba.socket")
                .function("h2n", ByteOrderModule::hostToNetwork)
                .function("n2h", ByteOrderModule::networkToHost)
                .function("fh2n", ByteOrderModule::floatToNetwork)
                .function("fn2h", ByteOrderModule::networkToFloat));
    }

    private static Varargs hostToNetwork(Args args) {
        int size = args.integer(1, 1, Long.BYTES);
        return Result.of(BigEndian.bytes(args.truncated(2), size));
    }

    private static Varargs networkToHost(Args args) {
        return Result.of(read(args, args.integer(1, 1, Long.BYTES)));
    }

    private static Varargs floatToNetwork(Args args) {
        int size = floatSize(args);
        double value = args.number(2);
        long bits = size == Float.BYTES ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
        return Result.of(BigEndian.bytes(bits, size));
    }

    private static Varargs networkToFloat(Args args) {
        int size = floatSize(args);
        long bits = read(args, size);
        return Result.of(size == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits));
    }

    private static int floatSize(Args args) {
        long size = args.integer(1);
        if (size != Float.BYTES && size != Double.BYTES) {
            throw args.bad(1, "size must be 4 or 8, got " + size);
        }
        return (int) size;
    }

    /** Reads {@code size} bytes of argument 2 from the position in argument 3 on. */
    private static long read(Args args, int size) {
        LuaString data = args.string(2);
        if (data.m_length < size) {
            throw args.bad(2, size + " bytes expected, got " + data.m_length);
        }
        int start = args.optInteger(3, 1, 1, data.m_length - size + 1);
        return BigEndian.value(data.m_bytes, data.m_offset + start - 1, size);
    }
}
