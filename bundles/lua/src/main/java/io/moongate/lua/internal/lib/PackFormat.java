package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.LibraryError;
import org.luaj.vm2.LuaString;

/** Reads a format string of {@code string.pack} (manual 6.4.2), option by option. */
final class PackFormat {

    static final int MAX_SIZE = Integer.MAX_VALUE;

    private static final int MAX_INTEGER_SIZE = 16;
    private static final int NATIVE_ALIGNMENT = 8;
    private static final int SHORT = 2;
    private static final int INT = 4;
    private static final int LONG = 8;
    private static final int NONE = -1;

    /** What an option packs. */
    enum Kind {
        SIGNED,
        UNSIGNED,
        FLOAT,
        DOUBLE,
        FIXED_STRING,
        COUNTED_STRING,
        ZERO_TERMINATED,
        PADDING,
        ALIGNMENT,
        NOTHING
    }

    private final LuaString format;
    private int at;
    private boolean littleEndian = true;
    private int maxAlignment = 1;

    private Kind kind = Kind.NOTHING;
    private int size;
    private int padding;

    PackFormat(LuaString format) {
        this.format = format;
    }

    /** What the current option packs. */
    Kind kind() {
        return kind;
    }

    /** How many bytes it takes; for a counted string, its count does. */
    int size() {
        return size;
    }

    /** How many bytes of padding align it. */
    int padding() {
        return padding;
    }

    boolean isLittleEndian() {
        return littleEndian;
    }

    boolean hasNext() {
        return at < format.m_length;
    }

    /**
     * Goes to the next option.
     *
     * @param position how many bytes there are before it
     */
    void next(long position) {
        option();
        int alignment = size;
        if (kind == Kind.ALIGNMENT) {
            alignment = alignmentOfNext();
        }
        padding = alignment <= 1 || kind == Kind.FIXED_STRING ? 0 : paddingFor(alignment, position);
    }

    private int alignmentOfNext() {
        if (hasNext()) {
            option();
            int alignment = kind == Kind.FIXED_STRING ? 0 : size;
            kind = Kind.ALIGNMENT;
            size = 0;
            if (alignment != 0) {
                return alignment;
            }
        }
        throw Args.error(1, "invalid next option for option 'X'");
    }

    private int paddingFor(int alignment, long position) {
        int limited = Math.min(alignment, maxAlignment);
        if ((limited & limited - 1) != 0) {
            throw Args.error(1, "format asks for alignment not power of 2");
        }
        return (int) (-position & limited - 1);
    }

    private void option() {
        char c = (char) (format.m_bytes[format.m_offset + at++] & 0xFF);
        switch (c) {
            case 'b' -> is(Kind.SIGNED, 1);
            case 'B' -> is(Kind.UNSIGNED, 1);
            case 'h' -> is(Kind.SIGNED, SHORT);
            case 'H' -> is(Kind.UNSIGNED, SHORT);
            case 'i' -> is(Kind.SIGNED, integerSize(INT));
            case 'I' -> is(Kind.UNSIGNED, integerSize(INT));
            case 'l', 'j' -> is(Kind.SIGNED, LONG);
            case 'L', 'J', 'T' -> is(Kind.UNSIGNED, LONG);
            case 'f' -> is(Kind.FLOAT, INT);
            case 'd', 'n' -> is(Kind.DOUBLE, LONG);
            case 's' -> is(Kind.COUNTED_STRING, integerSize(LONG));
            case 'c' -> is(Kind.FIXED_STRING, stringSize());
            case 'z' -> is(Kind.ZERO_TERMINATED, 0);
            case 'x' -> is(Kind.PADDING, 1);
            case 'X' -> is(Kind.ALIGNMENT, 0);
            default -> {
                is(Kind.NOTHING, 0);
                control(c);
            }
        }
    }

    private void is(Kind newKind, int newSize) {
        kind = newKind;
        size = newSize;
    }

    private void control(char c) {
        switch (c) {
            case ' ' -> {}
            case '<', '=' -> littleEndian = true;
            case '>' -> littleEndian = false;
            case '!' -> maxAlignment = integerSize(NATIVE_ALIGNMENT);
            default -> throw new LibraryError("invalid format option '" + c + "'");
        }
    }

    private int stringSize() {
        int count = number(NONE);
        if (count == NONE) {
            throw new LibraryError("missing size for format option 'c'");
        }
        return count;
    }

    private int integerSize(int otherwise) {
        int count = number(otherwise);
        if (count < 1 || count > MAX_INTEGER_SIZE) {
            throw new LibraryError("integral size (" + count + ") out of limits [1," + MAX_INTEGER_SIZE + "]");
        }
        return count;
    }

    private int number(int otherwise) {
        if (!digitFollows()) {
            return otherwise;
        }
        int n = 0;
        while (digitFollows() && n <= (MAX_SIZE - 9) / 10) {
            n = n * 10 + format.m_bytes[format.m_offset + at++] - '0';
        }
        return n;
    }

    private boolean digitFollows() {
        return hasNext() && CharacterClass.isDigit(format.m_bytes[format.m_offset + at]);
    }
}
