package io.moongate.lua.internal.lib;

/** Positions in strings as Lua programs give them: from 1, negative ones from the end. */
final class Positions {

    private Positions() {}

    /** The start of a range, at least 1; may be behind the end. */
    static long start(long position, int length) {
        if (position > 0) {
            return position;
        }
        return position == 0 || position < -length ? 1 : length + position + 1;
    }

    /** The end of a range, at most the length; 0 when before the start. */
    static int end(long position, int length) {
        if (position > length) {
            return length;
        }
        if (position >= 0) {
            return (int) position;
        }
        return position < -length ? 0 : (int) (length + position + 1);
    }
}
