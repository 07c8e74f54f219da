package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Values;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** One run of {@code gsub}. */
final class Substitution {

    private final LuaString subject;
    private final boolean anchored;
    private final PatternMatcher matcher;
    private final Replacement replacement;
    private final ByteBuilder out;

    /** Up to where the subject is in the result already. */
    private int copied;

    private boolean changed;

    Substitution(GlobalState state, LuaString subject, Pattern pattern, Replacement replacement) {
        this.subject = subject;
        this.anchored = pattern.anchored();
        this.matcher = new PatternMatcher(state, subject, pattern);
        this.replacement = replacement;
        this.out = new ByteBuilder(state.limits.stringBytes(), subject.m_length + 16);
    }

    Varargs run(long limit) {
        long count = 0;
        int from = 0;
        int lastEnd = -1;
        while (count < limit && from <= subject.m_length) {
            int end = matcher.find(from);
            if (end < 0) {
                break;
            }
            if (end == lastEnd) {
                // An empty match right behind the last one does not count.
                from = matcher.matchStart() + 1;
            } else {
                count++;
                replace(end);
                from = end;
                lastEnd = end;
            }
            if (anchored) {
                break;
            }
        }
        return Values.of(result(), LuaInt.of(count));
    }

    private void replace(int end) {
        copy(matcher.matchStart());
        if (replacement.append(out, matcher, end)) {
            changed = true;
            copied = end;
        }
    }

    private void copy(int to) {
        out.append(subject.m_bytes, subject.m_offset + copied, to - copied);
        copied = to;
    }

    private LuaString result() {
        if (!changed) {
            return subject;
        }
        copy(subject.m_length);
        return out.toLuaString();
    }
}
