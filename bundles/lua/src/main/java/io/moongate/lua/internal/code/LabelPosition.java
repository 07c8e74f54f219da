package io.moongate.lua.internal.code;

import org.jspecify.annotations.Nullable;

/** Where a label is: known when its block is complete. */
final class LabelPosition {

    final String name;
    final int line;

    Stat.@Nullable Block block;

    /** Index of the statement that follows the label. */
    int index;

    /** How many loops of the function are around the label. */
    int loopDepth;

    /** How many local variables are active at the label. */
    int activeVariables;

    LabelPosition(String name, int line) {
        this.name = name;
        this.line = line;
    }
}
