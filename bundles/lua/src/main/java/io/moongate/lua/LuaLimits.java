package io.moongate.lua;

/**
 * What keeps one state from hurting the process it runs in. What goes over a limit raises a Lua error.
 *
 * @param stringBytes length of the longest string
 * @param callDepth how deep calls may nest; {@code "stack overflow"} beyond
 * @param patternSteps how many steps one pattern match may take
 * @param tableCapacity for how many elements a library function may make room before they exist
 */
public record LuaLimits(int stringBytes, int callDepth, long patternSteps, int tableCapacity) {

    private static final LuaLimits DEFAULTS = new LuaLimits(256 << 20, 190_000, 100_000_000, 1 << 24);

    public static LuaLimits defaults() {
        return DEFAULTS;
    }
}
