package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.NativeFunction;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code utf8} (manual 6.5). */
public final class Utf8Library {

    private static final String INVALID = "invalid UTF-8 code";
    private static final byte[] CHARACTER_PATTERN =
            "[\0-\u007F\u00C2-\u00FD][\u0080-\u00BF]*".getBytes(StandardCharsets.ISO_8859_1);

    private final GlobalState state;
    private final NativeFunction strictStep;
    private final NativeFunction laxStep;

    private Utf8Library(GlobalState state) {
        this.state = state;
        this.strictStep = Library.function(state, "codes_iterator", arguments -> step(arguments, true));
        this.laxStep = Library.function(state, "codes_iterator", arguments -> step(arguments, false));
    }

    public static Table open(GlobalState state) {
        Utf8Library utf8 = new Utf8Library(state);
        return new Library(state, new Table(0, 8))
                .variadic("char", utf8::characters)
                .set("charpattern", LuaString.valueOf(CHARACTER_PATTERN))
                .variadic("codepoint", utf8::codePoints)
                .variadic("codes", utf8::codes)
                .variadic("len", utf8::length)
                .variadic("offset", utf8::offset)
                .table();
    }

    private LuaString string(Varargs arguments) {
        return Args.checkString(state, Args.get(arguments, 1), 1);
    }

    /** A position from 1, negative ones from the end; 0 when before the start. */
    private long position(Varargs arguments, int n, long otherwise, int length) {
        long position = Args.optInteger(state, arguments.arg(n), n, otherwise);
        if (position >= 0) {
            return position;
        }
        return position < -length ? 0 : length + position + 1;
    }

    private Varargs characters(Varargs arguments) {
        ByteBuilder out = new ByteBuilder(state.limits.stringBytes());
        for (int i = 1; i <= arguments.narg(); i++) {
            long code = Args.checkInteger(state, arguments.arg(i), i);
            if (code < 0 || code > Utf8.MAX) {
                throw Args.error(i, "value out of range");
            }
            Utf8.encode(out, (int) code);
        }
        return out.toLuaString();
    }

    private Varargs length(Varargs arguments) {
        LuaString s = string(arguments);
        long from = position(arguments, 2, 1, s.m_length) - 1;
        long last = position(arguments, 3, -1, s.m_length) - 1;
        if (from < 0 || from > s.m_length) {
            throw Args.error(2, "initial position out of bounds");
        }
        if (last >= s.m_length) {
            throw Args.error(3, "final position out of bounds");
        }
        boolean strict = !arguments.arg(4).toboolean();
        long count = 0;
        int at = (int) from;
        while (at <= last) {
            long decoded = Utf8.decode(s, at, strict);
            if (decoded == Utf8.INVALID) {
                return Values.of(LuaValue.NIL, LuaInt.of(at + 1L));
            }
            at += Utf8.length(decoded);
            count++;
        }
        return LuaInt.of(count);
    }

    private Varargs codePoints(Varargs arguments) {
        LuaString s = string(arguments);
        long first = position(arguments, 2, 1, s.m_length);
        long last = position(arguments, 3, first, s.m_length);
        if (first < 1) {
            throw Args.error(2, "out of bounds");
        }
        if (last > s.m_length) {
            throw Args.error(3, "out of bounds");
        }
        boolean strict = !arguments.arg(4).toboolean();
        List<LuaValue> codes = new ArrayList<>();
        for (long at = first - 1; at < last; ) {
            long decoded = Utf8.decode(s, (int) at, strict);
            if (decoded == Utf8.INVALID) {
                throw new LibraryError(INVALID);
            }
            codes.add(LuaInt.of(Utf8.code(decoded)));
            at += Utf8.length(decoded);
        }
        return Values.of(codes.toArray(new LuaValue[0]));
    }

    private Varargs offset(Varargs arguments) {
        LuaString s = string(arguments);
        long n = Args.checkInteger(state, Args.get(arguments, 2), 2);
        long start = position(arguments, 3, n >= 0 ? 1 : s.m_length + 1L, s.m_length) - 1;
        if (start < 0 || start > s.m_length) {
            throw Args.error(3, "position out of bounds");
        }
        int at = (int) start;
        if (n == 0) {
            return LuaInt.of(startOf(s, at) + 1L);
        }
        if (Utf8.continues(s, at)) {
            throw new LibraryError("initial position is a continuation byte");
        }
        int found = n < 0 ? back(s, at, -n) : forward(s, at, n - 1);
        return found < 0 ? LuaValue.NIL : LuaInt.of(found + 1L);
    }

    private static int startOf(LuaString s, int from) {
        int at = from;
        while (at > 0 && Utf8.continues(s, at)) {
            at--;
        }
        return at;
    }

    private static int back(LuaString s, int from, long count) {
        int at = from;
        long left = count;
        for (; left > 0 && at > 0; left--) {
            at = startOf(s, at - 1);
        }
        return left == 0 ? at : -1;
    }

    private static int forward(LuaString s, int from, long count) {
        int at = from;
        long left = count;
        for (; left > 0 && at < s.m_length; left--) {
            at = next(s, at);
        }
        return left == 0 ? at : -1;
    }

    private static int next(LuaString s, int from) {
        int at = from + 1;
        while (Utf8.continues(s, at)) {
            at++;
        }
        return at;
    }

    private Varargs codes(Varargs arguments) {
        LuaString s = string(arguments);
        if (Utf8.continues(s, 0)) {
            throw Args.error(1, INVALID);
        }
        return Values.of(arguments.arg(2).toboolean() ? laxStep : strictStep, s, LuaInt.of(0));
    }

    private Varargs step(Varargs arguments, boolean strict) {
        LuaString s = string(arguments);
        long control = arguments.arg(2) instanceof LuaInt position ? position.value : 0;
        if (Long.compareUnsigned(control, s.m_length) >= 0) {
            return LuaValue.NONE;
        }
        int at = control == 0 ? 0 : next(s, (int) control - 1);
        if (at >= s.m_length) {
            return LuaValue.NONE;
        }
        long decoded = Utf8.decode(s, at, strict);
        if (decoded == Utf8.INVALID || Utf8.continues(s, at + Utf8.length(decoded))) {
            throw new LibraryError(INVALID);
        }
        return Values.of(LuaInt.of(at + 1L), LuaInt.of(Utf8.code(decoded)));
    }
}
