package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Hooks;

/**
 * A place where the reference implementation has an instruction, for line and count hooks. Marks are only in the copies of
 * functions that run while there is a hook: see {@link Marking}.
 */
final class Mark {

    final int line;

    /** The site that says which variables are alive here. */
    private final int pc;

    /** The mark's place among all of its function, in the order of instructions. */
    private int position;

    Mark(int line, int pc) {
        this.line = line;
        this.pc = pc;
    }

    void position(int place) {
        position = place;
    }

    /** Takes note that the instruction was executed without being seen. */
    void passed(Frame f) {
        Hooks.pass(f.info, line, position);
    }

    void reached(Frame f) {
        if (f.state.hooked) {
            Hooks.onInstruction(f.thread, f.info, line, position, pc);
        }
    }
}
