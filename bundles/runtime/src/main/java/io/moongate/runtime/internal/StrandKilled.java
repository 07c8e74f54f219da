package io.moongate.runtime.internal;

/** Unwinds a strand that was killed. An Error, so that neither Lua's pcall nor a module's handlers catch it. */
final class StrandKilled extends Error {
    StrandKilled(String reason) {
        super(reason, null, false, false);
    }
}
