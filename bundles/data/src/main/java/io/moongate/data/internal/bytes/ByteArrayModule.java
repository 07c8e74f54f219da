package io.moongate.data.internal.bytes;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.bytearray}. Positions in Lua count from 1 and are those of the window. */
@Component
public final class ByteArrayModule implements LuaModule {

    private static final String TYPE_NAME = "BTA";

    private final LuaType<ByteArray> type = LuaType.named(TYPE_NAME, ByteArray.class)
            .metamethod("__index", ByteArrayModule::get)
            .metamethod("__newindex", ByteArrayModule::set)
            .metamethod("__len", (array, args) -> Result.of(array.length()))
            .metamethod("__tostring", (array, args) -> Result.of(array.toBytes()));

    @Override
    public String name() {
        return "ba.bytearray";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named(name())
                .function("create", args -> Result.of(context.wrap(type, create(args))))
                .function("size", ByteArrayModule::size)
                .function("setsize", ByteArrayModule::setSize)
                .function("tostring", ByteArrayModule::toText)
                .function("copy", ByteArrayModule::copy)
                .function("h2n", ByteArrayModule::hostToNetwork)
                .function("n2h", ByteArrayModule::networkToHost));
    }

    private static ByteArray create(Args args) {
        if (args.value(1) instanceof LuaString) {
            byte[] bytes = args.bytes(1);
            if (bytes.length == 0) {
                throw args.bad(1, "empty string");
            }
            return new ByteArray(bytes);
        }
        return new ByteArray(new byte[args.integer(1, 1, ByteArray.LONGEST)]);
    }

    private static ByteArray array(Args args) {
        return args.object(1, ByteArray.class, TYPE_NAME);
    }

    private static Varargs size(Args args) {
        ByteArray array = array(args);
        return Result.of(
                Numbers.integer(array.capacity()), Numbers.integer(array.start() + 1L), Numbers.integer(array.end()));
    }

    private static Varargs setSize(Args args) {
        ByteArray array = array(args);
        Span span = Span.of(args, 2, array.capacity(), array.capacity() + 1);
        array.window(span.start(), span.end());
        return Result.none();
    }

    private static Varargs toText(Args args) {
        ByteArray array = array(args);
        Span span = Span.of(args, 2, array.length());
        return Result.of(array.copy(span.start(), span.length()));
    }

    private static Varargs copy(Args args) {
        ByteArray to = array(args);
        int at = args.integer(2, 1, to.length() + 1) - 1;
        ByteArray from = args.objectOrNull(3, ByteArray.class);
        if (from != null) {
            Span span = Span.of(args, 4, from.length());
            int count = Math.min(span.length(), to.length() - at);
            to.put(at, from, span.start(), count);
            return Result.of(span.length() - count);
        }
        if (args.value(3) instanceof LuaTable) {
            return Result.of(0L);
        }
        LuaString text = args.string(3);
        Span span = Span.of(args, 4, text.m_length);
        int count = Math.min(span.length(), to.length() - at);
        to.put(at, text.m_bytes, text.m_offset + span.start(), count);
        return Result.of(span.length() - count);
    }

    // Byte order.

    private static Varargs hostToNetwork(Args args) {
        ByteArray array = array(args);
        int size = args.integer(3, 1, Long.BYTES);
        int at = position(args, array, size);
        array.put(at, BigEndian.bytes(args.truncated(4), size), 0, size);
        return Result.none();
    }

    private static Varargs networkToHost(Args args) {
        ByteArray array = array(args);
        int size = args.integer(3, 1, Long.BYTES);
        return Result.of(BigEndian.value(array.copy(position(args, array, size), size), 0, size));
    }

    /** Argument 2: where {@code size} bytes are. */
    private static int position(Args args, ByteArray array, int size) {
        return args.integer(2, 1, array.length() - size + 1) - 1;
    }

    // array[i] and array[i] = value.

    private static Varargs get(ByteArray array, Args args) {
        return Result.of(array.get(index(array, args)));
    }

    private static int index(ByteArray array, Args args) {
        if (!(args.value(1) instanceof LuaNumber)) {
            throw args.expected(1, "number");
        }
        return args.integer(1, 1, array.length()) - 1;
    }

    private static Varargs set(ByteArray array, Args args) {
        int index = index(array, args);
        switch (args.value(2)) {
            case LuaString text -> {
                checkFit(args, array, index, text.m_length);
                array.put(index, text.m_bytes, text.m_offset, text.m_length);
            }
            case LuaNumber ignored -> array.set(index, (int) args.truncated(2));
            case LuaTable bytes -> setAll(array, index, bytes, args);
            default -> {
                ByteArray from = args.object(2, ByteArray.class, "number");
                checkFit(args, array, index, from.length());
                array.put(index, from, 0, from.length());
            }
        }
        return Result.none();
    }

    private static void checkFit(Args args, ByteArray array, int index, int length) {
        if (length > array.length() - index) {
            throw args.bad(2, length + " bytes do not fit into the " + (array.length() - index) + " from there on");
        }
    }

    private static void setAll(ByteArray array, int index, LuaTable values, Args args) {
        int length = values.rawlen();
        for (int i = 0; i < length; i++) {
            checkFit(args, array, index + i, 1);
            array.set(index + i, byteOf(values.rawget(i + 1), args));
        }
    }

    private static int byteOf(LuaValue value, Args args) {
        if (value instanceof LuaString text && text.m_length == 1) {
            return text.m_bytes[text.m_offset];
        }
        if (value instanceof LuaNumber number) {
            return (int) (Numbers.isInteger(number) ? number.tolong() : (long) number.todouble());
        }
        throw args.bad(2, "a table must hold numbers and strings of one byte");
    }

    /**
     * A part of a sequence, as {@code string.sub} counts but within its bounds.
     *
     * @param start from 0
     * @param end exclusive
     */
    private record Span(int start, int end) {

        /** The span that arguments {@code first} and the next name, by default all. */
        static Span of(Args args, int first, int length) {
            return of(args, first, length, Math.max(1, length));
        }

        /** @param lastStart the largest first position */
        static Span of(Args args, int first, int length, int lastStart) {
            long from = fromEnd(args.optInteger(first, 1), length);
            long to = fromEnd(args.optInteger(first + 1, -1), length);
            if (from < 1 || from > lastStart) {
                throw args.bad(first, "out of range: " + from + " is not in 1.." + lastStart);
            }
            if (to < from - 1 || to > length) {
                throw args.bad(first + 1, "out of range: " + to + " is not in " + (from - 1) + ".." + length);
            }
            return new Span((int) from - 1, (int) to);
        }

        private static long fromEnd(long position, int length) {
            return position < 0 ? length + 1 + position : position;
        }

        int length() {
            return end - start;
        }
    }
}
