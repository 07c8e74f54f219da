package io.moongate.runtime;

/** Takes what Lua code prints and traces. Thread-safe; never blocks. */
@FunctionalInterface
public interface Trace {

    /** The default priority: what {@code print} and {@code trace} without one have. */
    int NORMAL = 5;

    /**
     * @param priority 0 (always shown) to 10 (chatter)
     * @param text the bytes of the message, with its line ends
     */
    void write(int priority, byte[] text);
}
