package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Names;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaNil;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code string.format} (manual 6.4). */
final class Formatter {

    private static final String FLOAT_FLAGS = "-+ #0";
    private static final String HEX_FLAGS = "-#0";
    private static final String SIGNED_FLAGS = "-+ 0";
    private static final String UNSIGNED_FLAGS = "-0";
    private static final String OTHER_FLAGS = "-";

    /** A string of this length is not padded: no width is longer. */
    private static final int LONG_STRING = 100;

    /** Equal strings up to this length are one object in the reference implementation. */
    private static final int MAX_SHORT_STRING = 40;

    private final GlobalState state;
    private final Varargs arguments;
    private final ByteBuilder out;
    private int argument = 1;

    private Formatter(GlobalState state, Varargs arguments) {
        this.state = state;
        this.arguments = arguments;
        this.out = new ByteBuilder(state.limits.stringBytes());
    }

    static LuaString format(GlobalState state, Varargs arguments) {
        return new Formatter(state, arguments).run(Args.checkString(state, Args.get(arguments, 1), 1));
    }

    private LuaString run(LuaString format) {
        byte[] bytes = format.m_bytes;
        int end = format.m_offset + format.m_length;
        int at = format.m_offset;
        while (at < end) {
            int percent = indexOfPercent(bytes, at, end);
            out.append(bytes, at, percent - at);
            at = percent + 1;
            if (at < end && bytes[at] == '%') {
                out.append(bytes[at++]);
            } else if (percent < end) {
                at += item(bytes, at, end);
            }
        }
        return out.toLuaString();
    }

    private static int indexOfPercent(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '%') {
            at++;
        }
        return at;
    }

    /** Formats one argument and returns how many bytes its specification takes. */
    private int item(byte[] bytes, int at, int end) {
        if (++argument > arguments.narg()) {
            throw Args.error(argument, "no value");
        }
        FormatSpec spec = FormatSpec.parse(bytes, at, end);
        convert(spec, arguments.arg(argument));
        return spec.length();
    }

    private void convert(FormatSpec spec, LuaValue value) {
        switch (spec.conversion()) {
            case 'c' -> character(spec.check(OTHER_FLAGS, false), value);
            case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(spec, Args.checkInteger(state, value, argument));
            case 'a', 'A', 'e', 'E', 'f', 'g', 'G' -> real(spec, Args.checkDouble(state, value, argument));
            case 'p' -> pointer(spec.check(OTHER_FLAGS, false), value);
            case 'q' -> quoted(spec, value);
            case 's' -> string(spec, Concat.toLuaString(state, value));
            default -> throw new LibraryError("invalid conversion '" + spec.text() + "' to 'format'");
        }
    }

    private void integer(FormatSpec spec, long value) {
        switch (spec.conversion()) {
            case 'u' -> NumberFormatter.unsigned(out, spec.check(UNSIGNED_FLAGS, true), value);
            case 'o' -> NumberFormatter.octal(out, spec.check(HEX_FLAGS, true), value);
            case 'x' -> NumberFormatter.hexadecimal(out, spec.check(HEX_FLAGS, true), value, false);
            case 'X' -> NumberFormatter.hexadecimal(out, spec.check(HEX_FLAGS, true), value, true);
            default -> NumberFormatter.signed(out, spec.check(SIGNED_FLAGS, true), value);
        }
    }

    private void real(FormatSpec spec, double value) {
        NumberFormatter.real(out, spec.check(FLOAT_FLAGS, true), value);
    }

    private void character(FormatSpec spec, LuaValue value) {
        spec.pad(out, new byte[] {(byte) Args.checkInteger(state, value, argument)}, 0, 1);
    }

    private void string(FormatSpec spec, LuaString s) {
        if (spec.isPlain()) {
            out.append(s);
            return;
        }
        if (s.indexOf((byte) 0, 0) >= 0) {
            throw Args.error(argument, "string contains zeros");
        }
        spec.check(OTHER_FLAGS, true);
        if (!spec.isPrecise() && s.m_length >= LONG_STRING) {
            out.append(s);
        } else {
            int length = spec.isPrecise() ? Math.min(s.m_length, spec.precision()) : s.m_length;
            spec.pad(out, s.m_bytes, s.m_offset, length);
        }
    }

    private void pointer(FormatSpec spec, LuaValue value) {
        byte[] text = address(value).getBytes(StandardCharsets.ISO_8859_1);
        spec.pad(out, text, 0, text.length);
    }

    private static String address(LuaValue value) {
        if (value instanceof LuaString s && s.m_length <= MAX_SHORT_STRING) {
            return "0x" + Long.toHexString(contentHash(s));
        }
        if (value.isnil() || value.isboolean() || value instanceof LuaNumber) {
            return "(null)";
        }
        return Names.address("", value).substring(": ".length());
    }

    /** The same for equal strings; FNV-1a. */
    private static long contentHash(LuaString s) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < s.m_length; i++) {
            hash = (hash ^ s.m_bytes[s.m_offset + i] & 0xFF) * 0x100000001B3L;
        }
        return hash;
    }

    // Literals.

    private void quoted(FormatSpec spec, LuaValue value) {
        if (!spec.isPlain()) {
            throw new LibraryError("specifier '%q' cannot have modifiers");
        }
        switch (Conversions.normalise(value)) {
            case LuaString s -> quoted(s);
            case LuaInt i -> out.append(literal(i.value));
            case LuaFloat f -> quoted(f.value);
            case LuaBoolean b -> out.append(b.tojstring());
            case LuaNil nil -> out.append(nil.tojstring());
            default -> throw Args.error(argument, "value has no literal form");
        }
    }

    /** In decimal, the least integer would read back as a float. */
    private static String literal(long value) {
        return value == Long.MIN_VALUE ? "0x8000000000000000" : Long.toString(value);
    }

    private void quoted(double value) {
        if (Double.isNaN(value)) {
            out.append("(0/0)");
        } else if (Double.isInfinite(value)) {
            out.append(value > 0 ? "1e9999" : "-1e9999");
        } else {
            NumberFormatter.real(out, new FormatSpec("%a", "", 0, -1), value);
        }
    }

    private void quoted(LuaString s) {
        out.append('"');
        for (int i = 0; i < s.m_length; i++) {
            int c = s.m_bytes[s.m_offset + i] & 0xFF;
            boolean digitFollows = i + 1 < s.m_length && CharacterClass.isDigit(s.m_bytes[s.m_offset + i + 1]);
            quoted(c, digitFollows);
        }
        out.append('"');
    }

    private void quoted(int c, boolean digitFollows) {
        if (c == '"' || c == '\\' || c == '\n') {
            out.append('\\').append(c);
        } else if (CharacterClass.contains('c', c)) {
            String code = Integer.toString(c);
            out.append('\\').append(digitFollows ? "0".repeat(3 - code.length()) + code : code);
        } else {
            out.append(c);
        }
    }
}
