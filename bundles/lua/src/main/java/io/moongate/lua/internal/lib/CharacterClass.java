package io.moongate.lua.internal.lib;

/** The character classes of patterns (manual 6.4.1) over bytes, as C's {@code ctype.h} has them in the C locale. */
final class CharacterClass {

    private CharacterClass() {}

    /** Whether a letter names a class, in lower or upper case. */
    static boolean exists(int letter) {
        return "acdglpsuwxz".indexOf(letter | 0x20) >= 0 && isLetter(letter);
    }

    /** Whether {@code %letter} matches a byte; a letter that names no class stands for itself. */
    static boolean contains(int letter, int b) {
        if (!exists(letter)) {
            return letter == b;
        }
        return inLowerCase(letter | 0x20, b) != (letter < 'a');
    }

    private static boolean inLowerCase(int letter, int b) {
        return switch (letter) {
            case 'a' -> isLetter(b);
            case 'c' -> b < ' ' || b == 0x7F;
            case 'd' -> isDigit(b);
            case 'g' -> b > ' ' && b < 0x7F;
            case 'l' -> b >= 'a' && b <= 'z';
            case 'p' -> b > ' ' && b < 0x7F && !isLetter(b) && !isDigit(b);
            case 's' -> b == ' ' || b >= '\t' && b <= '\r';
            case 'u' -> b >= 'A' && b <= 'Z';
            case 'w' -> isLetter(b) || isDigit(b);
            case 'x' -> isDigit(b) || (b | 0x20) >= 'a' && (b | 0x20) <= 'f';
            // Deprecated since Lua 5.2, and still there.
            case 'z' -> b == 0;
            default -> throw new AssertionError(letter);
        };
    }

    static boolean isLetter(int b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
