package io.moongate.lua.internal.code;

/** A compiled loop of an interpreted function: goes on where the interpreter is. Returns how it ended, as {@link Stat}. */
public abstract class LoopCode {

    /** A while or repeat loop, before its next iteration. */
    public int run(Frame frame) {
        throw new AssertionError();
    }

    /** A numerical loop over integers, with the next value and the iterations left, which are some. */
    public int count(Frame frame, long next, long remaining, long step) {
        throw new AssertionError();
    }

    /** A generic loop. */
    public int iterate(Frame frame, Iteration iteration) {
        throw new AssertionError();
    }
}
