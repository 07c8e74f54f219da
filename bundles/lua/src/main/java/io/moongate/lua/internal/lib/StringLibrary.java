package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.code.DumpedFunction;
import io.moongate.lua.internal.code.LuaClosure;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code string} (manual 6.4) and the metatable of strings. */
public final class StringLibrary {

    private static final int CASE_BIT = 0x20;

    private final GlobalState state;

    private StringLibrary(GlobalState state) {
        this.state = state;
    }

    /** Makes the library's table and gives strings their metatable. */
    public static Table open(GlobalState state) {
        StringLibrary string = new StringLibrary(state);
        PatternLibrary patterns = new PatternLibrary(state);
        Packing packing = new Packing(state);
        Table table = new Library(state, new Table(0, 32))
                .variadic("byte", string::bytes)
                .variadic("char", string::characters)
                .variadic("find", patterns::find)
                .variadic("format", arguments -> Formatter.format(state, arguments))
                .variadic("gmatch", patterns::gmatch)
                .caller("gsub", patterns::gsub)
                .unary("len", string::length)
                .unary("lower", string::lower)
                .variadic("match", patterns::match)
                .variadic("pack", packing::pack)
                .unary("packsize", packing::packSize)
                .binary("dump", string::dump)
                .ternary("rep", string::repeat)
                .unary("reverse", string::reverse)
                .ternary("sub", string::part)
                .variadic("unpack", packing::unpack)
                .unary("upper", string::upper)
                .table();
        Table metatable = StringArithmetic.open(state);
        metatable.put(Event.INDEX.key(), table);
        state.typeMetatable(LuaValue.EMPTYSTRING, metatable);
        return table;
    }

    private LuaString check(LuaValue value) {
        return Args.checkString(state, value, 1);
    }

    private LuaValue length(LuaValue s) {
        return LuaInt.of(check(s).m_length);
    }

    private LuaValue part(LuaValue value, LuaValue from, LuaValue to) {
        LuaString s = check(value);
        long start = Positions.start(Args.checkInteger(state, from, 2), s.m_length);
        int end = Positions.end(Args.optInteger(state, to, 3, -1), s.m_length);
        return start > end ? LuaValue.EMPTYSTRING : ByteStrings.part(s, (int) start - 1, end);
    }

    private LuaValue dump(LuaValue function, LuaValue strip) {
        if (Args.checkFunction(state, function, 1) instanceof LuaClosure closure) {
            return DumpedFunction.write(closure, strip.toboolean());
        }
        throw new LibraryError("unable to dump given function");
    }

    private Varargs bytes(Varargs arguments) {
        LuaString s = check(Args.get(arguments, 1));
        long first = Args.optInteger(state, arguments.arg(2), 2, 1);
        long start = Positions.start(first, s.m_length);
        int end = Positions.end(Args.optInteger(state, arguments.arg(3), 3, first), s.m_length);
        if (start > end) {
            return LuaValue.NONE;
        }
        if (start == end) {
            return byteAt(s, end - 1);
        }
        LuaValue[] results = new LuaValue[end - (int) start + 1];
        for (int i = 0; i < results.length; i++) {
            results[i] = byteAt(s, (int) start - 1 + i);
        }
        return Values.of(results);
    }

    private static LuaInt byteAt(LuaString s, int i) {
        return LuaInt.of(s.m_bytes[s.m_offset + i] & 0xFF);
    }

    private Varargs characters(Varargs arguments) {
        byte[] bytes = new byte[arguments.narg()];
        for (int i = 0; i < bytes.length; i++) {
            long code = Args.checkInteger(state, arguments.arg(i + 1), i + 1);
            if (code < 0 || code > 0xFF) {
                throw Args.error(i + 1, "value out of range");
            }
            bytes[i] = (byte) code;
        }
        return ByteStrings.copy(bytes, 0, bytes.length);
    }

    private LuaValue repeat(LuaValue value, LuaValue times, LuaValue separatorOrNone) {
        LuaString s = check(value);
        long n = Args.checkInteger(state, times, 2);
        LuaString separator =
                separatorOrNone.isnil() ? LuaValue.EMPTYSTRING : Args.checkString(state, separatorOrNone, 3);
        int unit = s.m_length + separator.m_length;
        if (n <= 0 || unit == 0) {
            return LuaValue.EMPTYSTRING;
        }
        if (unit > state.limits.stringBytes() / n) {
            throw new LibraryError("resulting string too large");
        }
        return repeat(s, separator, (int) n);
    }

    /** Doubles what there is until it is enough. */
    private static LuaValue repeat(LuaString s, LuaString separator, int n) {
        int unit = s.m_length + separator.m_length;
        byte[] bytes = new byte[unit * n - separator.m_length];
        System.arraycopy(s.m_bytes, s.m_offset, bytes, 0, s.m_length);
        if (n > 1) {
            System.arraycopy(separator.m_bytes, separator.m_offset, bytes, s.m_length, separator.m_length);
        }
        for (int done = unit; done < bytes.length; done *= 2) {
            System.arraycopy(bytes, 0, bytes, done, Math.min(done, bytes.length - done));
        }
        return ByteStrings.copy(bytes, 0, bytes.length);
    }

    private LuaValue reverse(LuaValue value) {
        LuaString s = check(value);
        byte[] bytes = new byte[s.m_length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = s.m_bytes[s.m_offset + s.m_length - 1 - i];
        }
        return LuaString.valueUsing(bytes);
    }

    private LuaValue lower(LuaValue value) {
        return withCase(check(value), 'A', 'Z');
    }

    private LuaValue upper(LuaValue value) {
        return withCase(check(value), 'a', 'z');
    }

    /** Changes the case of the letters in a range. */
    private static LuaString withCase(LuaString s, int first, int last) {
        byte[] bytes = new byte[s.m_length];
        for (int i = 0; i < bytes.length; i++) {
            byte b = s.m_bytes[s.m_offset + i];
            bytes[i] = b >= first && b <= last ? (byte) (b ^ CASE_BIT) : b;
        }
        return LuaString.valueUsing(bytes);
    }
}
