package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Values;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code string} that work with patterns (manual 6.4.1). */
final class PatternLibrary {

    private static final String SPECIALS = "^$*+?.([%-";
    private static final int CACHE_SIZE = 256;

    /** Longer patterns are compiled anew each time: they are rare, and not kept alive. */
    private static final int MAX_CACHED_LENGTH = 256;

    private final GlobalState state;
    private final @Nullable CachedPattern[] cache = new CachedPattern[CACHE_SIZE];

    PatternLibrary(GlobalState state) {
        this.state = state;
    }

    private record CachedPattern(LuaString text, Pattern pattern) {}

    private Pattern compiled(LuaString text) {
        int slot = text.hashCode() & CACHE_SIZE - 1;
        CachedPattern cached = cache[slot];
        if (cached != null && (cached.text == text || cached.text.raweq(text))) {
            return cached.pattern;
        }
        Pattern pattern = PatternCompiler.compile(text, true);
        if (text.m_length <= MAX_CACHED_LENGTH) {
            cache[slot] = new CachedPattern(text, pattern);
        }
        return pattern;
    }

    private LuaString string(Varargs arguments, int n) {
        return Args.checkString(state, Args.get(arguments, n), n);
    }

    /** Where to begin, counted from 0; may be behind the end. */
    private long start(Varargs arguments, LuaString subject) {
        return Positions.start(Args.optInteger(state, arguments.arg(3), 3, 1), subject.m_length) - 1;
    }

    Varargs find(Varargs arguments) {
        LuaString subject = string(arguments, 1);
        LuaString pattern = string(arguments, 2);
        long from = start(arguments, subject);
        if (from > subject.m_length) {
            return LuaValue.NIL;
        }
        if (arguments.arg(4).toboolean() || isPlain(pattern)) {
            int at = ByteStrings.indexOf(subject, pattern, (int) from);
            return at < 0 ? LuaValue.NIL : range(at, at + pattern.m_length);
        }
        PatternMatcher matcher = new PatternMatcher(state, subject, compiled(pattern));
        int end = matcher.find((int) from);
        return end < 0 ? LuaValue.NIL : found(matcher, end);
    }

    private static Varargs range(int from, int to) {
        return Values.of(LuaInt.of(from + 1L), LuaInt.of(to));
    }

    private static Varargs found(PatternMatcher matcher, int end) {
        int captures = matcher.captureCount();
        if (captures == 0) {
            return range(matcher.matchStart(), end);
        }
        LuaValue[] results = new LuaValue[captures + 2];
        results[0] = LuaInt.of(matcher.matchStart() + 1L);
        results[1] = LuaInt.of(end);
        for (int i = 0; i < captures; i++) {
            results[i + 2] = matcher.capture(i, end);
        }
        return Values.of(results);
    }

    private static boolean isPlain(LuaString pattern) {
        for (int i = 0; i < pattern.m_length; i++) {
            if (SPECIALS.indexOf(pattern.m_bytes[pattern.m_offset + i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    Varargs match(Varargs arguments) {
        LuaString subject = string(arguments, 1);
        LuaString pattern = string(arguments, 2);
        long from = start(arguments, subject);
        if (from > subject.m_length) {
            return LuaValue.NIL;
        }
        PatternMatcher matcher = new PatternMatcher(state, subject, compiled(pattern));
        int end = matcher.find((int) from);
        return end < 0 ? LuaValue.NIL : captures(matcher, end);
    }

    private static Varargs captures(PatternMatcher matcher, int end) {
        return matcher.captureCount() <= 1 ? matcher.capture(0, end) : Values.of(matcher.captures(end));
    }

    Varargs gmatch(Varargs arguments) {
        LuaString subject = string(arguments, 1);
        LuaString pattern = string(arguments, 2);
        int from = (int) Math.min(start(arguments, subject), subject.m_length + 1L);
        // An anchor would end the loop after its first round, so it is none here.
        boolean caret = pattern.m_length > 0 && pattern.m_bytes[pattern.m_offset] == '^';
        Pattern compiled = caret ? PatternCompiler.compile(pattern, false) : compiled(pattern);
        PatternIterator iterator = new PatternIterator(new PatternMatcher(state, subject, compiled), from);
        return Library.function(state, "gmatch_iterator", ignored -> iterator.next());
    }

    /** What {@code gmatch} goes on from. */
    private static final class PatternIterator {
        private final PatternMatcher matcher;
        private int from;
        private int lastEnd = -1;

        PatternIterator(PatternMatcher matcher, int from) {
            this.matcher = matcher;
            this.from = from;
        }

        Varargs next() {
            int end = matcher.find(from);
            if (end == lastEnd && end >= 0) {
                // An empty match right behind the last one does not count.
                end = matcher.find(matcher.matchStart() + 1);
            }
            if (end < 0) {
                return LuaValue.NIL;
            }
            from = end;
            lastEnd = end;
            return captures(matcher, end);
        }
    }

    Varargs gsub(Varargs arguments) {
        LuaString subject = string(arguments, 1);
        LuaString pattern = string(arguments, 2);
        Replacement replacement = Replacement.of(state, Args.get(arguments, 3));
        long limit = Args.optInteger(state, arguments.arg(4), 4, subject.m_length + 1L);
        return new Substitution(state, subject, compiled(pattern), replacement).run(limit);
    }
}
