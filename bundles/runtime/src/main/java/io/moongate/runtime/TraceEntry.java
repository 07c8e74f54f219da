package io.moongate.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Something that Lua code printed.
 *
 * @param vm the VM's name
 * @param priority 0 to 10, see {@link Trace}
 * @param text the bytes, not to be changed
 */
public record TraceEntry(Instant time, String vm, int priority, byte[] text) {

    public String message() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
