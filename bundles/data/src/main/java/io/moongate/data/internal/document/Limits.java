package io.moongate.data.internal.document;

/**
 * The bounds of one decoder.
 *
 * @param depth how many containers may be open at a time
 * @param nameLength the longest name in bytes
 * @param memory the estimated size in bytes that the values of one document, or an unfinished piece of text, may have
 */
public record Limits(int depth, int nameLength, long memory) {

    private static final int SMALLEST_NAME_SIZE = 127;

    /** A quarter of the heap: one document can neither fill it nor leave no room for working with it. */
    private static final long DEFAULT_MEMORY = Runtime.getRuntime().maxMemory() / 4;

    /**
     * The limits that Lua asked for, and the default for memory.
     *
     * @param nameSize the size of a buffer for a name and its terminator, as the API counts
     */
    public static Limits of(int depth, int nameSize) {
        return new Limits(depth, Math.max(nameSize, SMALLEST_NAME_SIZE) - 1, DEFAULT_MEMORY);
    }
}
