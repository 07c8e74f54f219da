package io.moongate.lua.internal.code;

import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.NumericLoop;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** A numerical for loop whose numbers are only known when it runs: over integers, or over floats. */
public final class Range {

    public final boolean floats;

    // Over integers.
    public final long start;
    public final long step;
    public final long iterations;

    // Over floats.
    private final double limit;
    private final double increment;
    private double next;

    public Range(GlobalState state, LuaValue from, LuaValue to, LuaValue by) {
        if (from instanceof LuaInt i && by instanceof LuaInt s) {
            floats = false;
            start = i.value;
            step = s.value;
            iterations = NumericLoop.iterations(state, start, to, step);
            limit = 0;
            increment = 0;
        } else {
            floats = true;
            start = 0;
            step = 0;
            iterations = 0;
            limit = NumericLoop.number(state, to, "limit");
            increment = NumericLoop.number(state, by, "step");
            next = NumericLoop.number(state, from, "initial value");
            NumericLoop.checkStep(state, increment);
        }
    }

    /** The next float, or null at the end. */
    public @Nullable LuaValue next() {
        double value = next;
        if (increment > 0 ? value <= limit : limit <= value) {
            next = value + increment;
            return new LuaFloat(value);
        }
        return null;
    }
}
