package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Values;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** What {@code gsub} puts in the place of a match: the third argument. */
sealed interface Replacement {

    /**
     * Appends what replaces the matcher's match.
     *
     * @return false when the match stays as it is; then nothing was appended
     */
    boolean append(ByteBuilder out, PatternMatcher matcher, int matchEnd);

    static Replacement of(GlobalState state, LuaValue value) {
        LuaString text = Conversions.toLuaString(value);
        if (text != null) {
            return text.indexOf((byte) '%', 0) < 0 ? new Text(text) : new Template(text);
        }
        return switch (value) {
            case LuaFunction function -> new ByFunction(state, function);
            case LuaTable table -> new ByTable(state, table);
            default -> throw Args.typeError(state, value, 3, "string/function/table");
        };
    }

    /** A string without references. */
    record Text(LuaString text) implements Replacement {
        @Override
        public boolean append(ByteBuilder out, PatternMatcher matcher, int matchEnd) {
            out.append(text);
            return true;
        }
    }

    /** A string with references to captures. */
    record Template(LuaString text) implements Replacement {
        @Override
        public boolean append(ByteBuilder out, PatternMatcher matcher, int matchEnd) {
            int end = text.m_offset + text.m_length;
            for (int at = text.m_offset; at < end; at++) {
                if (text.m_bytes[at] == '%') {
                    at++;
                    appendReference(out, matcher, matchEnd, at < end ? text.m_bytes[at] : 0);
                } else {
                    out.append(text.m_bytes[at]);
                }
            }
            return true;
        }

        private static void appendReference(ByteBuilder out, PatternMatcher matcher, int matchEnd, int c) {
            if (c == '%') {
                out.append(c);
            } else if (c == '0') {
                matcher.appendMatch(out, matchEnd);
            } else if (CharacterClass.isDigit(c)) {
                out.append(Conversions.toLuaString(matcher.capture(c - '1', matchEnd)));
            } else {
                throw new LibraryError("invalid use of '%' in replacement string");
            }
        }
    }

    /** A function that is called with the captures. */
    record ByFunction(GlobalState state, LuaFunction function) implements Replacement {
        @Override
        public boolean append(ByteBuilder out, PatternMatcher matcher, int matchEnd) {
            LuaValue result = matcher.captureCount() <= 1
                    ? Calls.call(state, function, matcher.capture(0, matchEnd))
                    : Calls.invoke(state, function, Values.of(matcher.captures(matchEnd)))
                            .arg1();
            return appendResult(out, state, result);
        }
    }

    /** A table that is indexed with the first capture. */
    record ByTable(GlobalState state, LuaTable table) implements Replacement {
        @Override
        public boolean append(ByteBuilder out, PatternMatcher matcher, int matchEnd) {
            return appendResult(out, state, Index.get(state, table, matcher.capture(0, matchEnd)));
        }
    }

    private static boolean appendResult(ByteBuilder out, GlobalState state, LuaValue result) {
        if (!result.toboolean()) {
            return false;
        }
        LuaString text = Conversions.toLuaString(result);
        if (text == null) {
            throw new LibraryError("invalid replacement value (a " + Names.type(state, result) + ")");
        }
        out.append(text);
        return true;
    }
}
