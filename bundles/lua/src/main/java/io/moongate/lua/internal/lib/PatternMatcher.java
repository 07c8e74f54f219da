package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.lib.Pattern.Kind;
import io.moongate.lua.internal.lib.Pattern.Node;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Matches one subject against one pattern, by backtracking. How much work one search may be is limited, since patterns
 * exist that take exponential time.
 */
final class PatternMatcher {

    private static final int MAX_CAPTURES = 32;
    private static final int[] NO_CAPTURES = new int[0];
    private static final int MAX_DEPTH = 200;
    private static final int FAILED = -1;

    /** Lengths of captures that are no strings. */
    private static final int UNFINISHED = -1;

    private static final int POSITION = -2;

    /** Every how many steps interrupts are looked at. */
    private static final long POLL_INTERVAL = 1 << 16;

    private final GlobalState state;
    private final LuaString subject;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final Node[] nodes;
    private final boolean anchored;
    private final int[] captureStart;
    private final int[] captureLength;
    private int level;
    private int depth;
    private long steps;
    private long nextPoll;
    private int matchStart;

    PatternMatcher(GlobalState state, LuaString subject, Pattern pattern) {
        this.state = state;
        this.subject = subject;
        this.bytes = subject.m_bytes;
        this.start = subject.m_offset;
        this.end = subject.m_offset + subject.m_length;
        this.nodes = pattern.nodes();
        this.anchored = pattern.anchored();
        int captures = Math.min(MAX_CAPTURES, pattern.captures());
        this.captureStart = captures == 0 ? NO_CAPTURES : new int[captures];
        this.captureLength = captures == 0 ? NO_CAPTURES : new int[captures];
    }

    /**
     * Looks for the first match that starts at or after {@code from}, counted from 0.
     *
     * @return where it ends, counted from 0; -1 when there is none
     */
    int find(int from) {
        int last = anchored ? Math.min(start + from, end) : end;
        steps = 0;
        nextPoll = Math.min(POLL_INTERVAL, state.limits.patternSteps());
        for (int at = start + from; at <= last; at++) {
            if (canStart(at)) {
                int matched = attempt(at);
                if (matched != FAILED) {
                    return matched - start;
                }
            }
        }
        return FAILED;
    }

    /** Where the last match began, counted from 0. */
    int matchStart() {
        return matchStart - start;
    }

    private boolean canStart(int at) {
        Node first = nodes[0];
        return first.kind() != Kind.ONE && first.kind() != Kind.PLUS || at < end && first.set()[bytes[at] & 0xFF];
    }

    private int attempt(int at) {
        level = 0;
        depth = MAX_DEPTH;
        matchStart = at;
        return match(at, 0);
    }

    private int match(int from, int first) {
        if (depth-- == 0) {
            throw new LibraryError("pattern too complex");
        }
        int matched = run(from, first);
        depth++;
        return matched;
    }

    private int run(int from, int first) {
        int at = from;
        int n = first;
        while (at != FAILED) {
            count(1);
            Node node = nodes[n++];
            switch (node.kind()) {
                case ONE -> at = matches(node, at) ? at + 1 : FAILED;
                case OPTIONAL -> {
                    int taken = matches(node, at) ? match(at + 1, n) : FAILED;
                    if (taken != FAILED) {
                        return taken;
                    }
                }
                case STAR -> {
                    return expand(node, at, n, 0);
                }
                case PLUS -> {
                    return expand(node, at, n, 1);
                }
                case LAZY -> {
                    return expandLazily(node, at, n);
                }
                case OPEN -> {
                    return open(at, n, UNFINISHED);
                }
                case POSITION -> {
                    return open(at, n, POSITION);
                }
                case CLOSE -> {
                    return close(at, n);
                }
                case BALANCE -> at = balance(node, at);
                case FRONTIER -> at = isFrontier(node, at) ? at : FAILED;
                case BACK_REFERENCE -> at = repeated(node, at);
                case END_OF_SUBJECT -> at = at == end ? at : FAILED;
                case MALFORMED -> throw new LibraryError(node.message());
                case MATCHED -> {
                    return at;
                }
            }
        }
        return FAILED;
    }

    private boolean matches(Node node, int at) {
        return at < end && node.set()[bytes[at] & 0xFF];
    }

    /** As many as possible, and then ever fewer. */
    private int expand(Node node, int from, int next, int minimum) {
        boolean[] set = node.set();
        int at = from;
        while (at < end && set[bytes[at] & 0xFF]) {
            at++;
        }
        count(at - from);
        if (nodes[next].kind() == Kind.MATCHED) {
            return at - from >= minimum ? at : FAILED;
        }
        for (; at >= from + minimum; at--) {
            int matched = match(at, next);
            if (matched != FAILED) {
                return matched;
            }
        }
        return FAILED;
    }

    /** As few as possible, and then ever more. */
    private int expandLazily(Node node, int from, int next) {
        int at = from;
        while (true) {
            int matched = match(at, next);
            if (matched != FAILED) {
                return matched;
            }
            if (!matches(node, at)) {
                return FAILED;
            }
            at++;
        }
    }

    private int open(int at, int next, int length) {
        if (level >= MAX_CAPTURES) {
            throw new LibraryError("too many captures");
        }
        captureStart[level] = at;
        captureLength[level] = length;
        level++;
        int matched = match(at, next);
        if (matched == FAILED) {
            level--;
        }
        return matched;
    }

    private int close(int at, int next) {
        int capture = innermostOpen();
        captureLength[capture] = at - captureStart[capture];
        int matched = match(at, next);
        if (matched == FAILED) {
            captureLength[capture] = UNFINISHED;
        }
        return matched;
    }

    private int innermostOpen() {
        for (int i = level - 1; i >= 0; i--) {
            if (captureLength[i] == UNFINISHED) {
                return i;
            }
        }
        throw new LibraryError("invalid pattern capture");
    }

    private int balance(Node node, int from) {
        if (from >= end || (bytes[from] & 0xFF) != node.first()) {
            return FAILED;
        }
        int open = 1;
        for (int at = from + 1; at < end; at++) {
            int b = bytes[at] & 0xFF;
            if (b == node.second()) {
                if (--open == 0) {
                    count(at - from);
                    return at + 1;
                }
            } else if (b == node.first()) {
                open++;
            }
        }
        count(end - from);
        return FAILED;
    }

    private boolean isFrontier(Node node, int at) {
        int before = at == start ? 0 : bytes[at - 1] & 0xFF;
        int after = at == end ? 0 : bytes[at] & 0xFF;
        return !node.set()[before] && node.set()[after];
    }

    private int repeated(Node node, int at) {
        int capture = node.first();
        if (capture < 0 || capture >= level || captureLength[capture] == UNFINISHED) {
            throw new LibraryError("invalid capture index %" + (capture + 1));
        }
        int length = captureLength[capture];
        if (length == POSITION || end - at < length) {
            return FAILED;
        }
        count(length);
        for (int i = 0; i < length; i++) {
            if (bytes[captureStart[capture] + i] != bytes[at + i]) {
                return FAILED;
            }
        }
        return at + length;
    }

    private void count(int more) {
        steps += more;
        if (steps >= nextPoll) {
            poll();
        }
    }

    private void poll() {
        long limit = state.limits.patternSteps();
        if (steps >= limit) {
            throw new LibraryError("pattern matching takes too long (over " + limit + " steps)");
        }
        if (state.signalled) {
            state.safepoint();
        }
        nextPoll = Math.min(steps + POLL_INTERVAL, limit);
    }

    // Captures of the last match.

    /** How many captures the pattern has; a pattern without any has the whole match as its first. */
    int captureCount() {
        return level;
    }

    /**
     * A capture of the match that ends at {@code matchEnd}.
     *
     * @param i from 0
     */
    LuaValue capture(int i, int matchEnd) {
        if (i >= level) {
            if (i != 0) {
                throw new LibraryError("invalid capture index %" + (i + 1));
            }
            return ByteStrings.part(subject, matchStart(), matchEnd);
        }
        return switch (captureLength[i]) {
            case UNFINISHED -> throw new LibraryError("unfinished capture");
            case POSITION -> LuaInt.of(captureStart[i] - start + 1L);
            default -> ByteStrings.part(subject, captureStart[i] - start, captureStart[i] - start + captureLength[i]);
        };
    }

    /** Appends the match that ends at {@code matchEnd}. */
    void appendMatch(ByteBuilder out, int matchEnd) {
        out.append(bytes, matchStart, start + matchEnd - matchStart);
    }

    /** All captures, or the whole match when the pattern has none. */
    LuaValue[] captures(int matchEnd) {
        LuaValue[] all = new LuaValue[Math.max(1, level)];
        for (int i = 0; i < all.length; i++) {
            all[i] = capture(i, matchEnd);
        }
        return all;
    }
}
