package io.moongate.lua.internal;

import org.luaj.vm2.LuaValue;

/** What numerical for loops share (manual 3.3.5). */
public final class NumericLoop {

    private NumericLoop() {}

    /** How often a loop over integers runs: an unsigned number, so that no control variable overflows. */
    public static long iterations(GlobalState state, long start, LuaValue limit, long step) {
        if (step == 0) {
            throw Errors.runtime(state, "'for' step is zero");
        }
        if (limit instanceof LuaInt integer) {
            return iterations(start, integer.value, step);
        }
        double bound = number(state, limit, "limit");
        if (Double.isNaN(bound)) {
            return 0;
        }
        double whole = step > 0 ? Math.floor(bound) : Math.ceil(bound);
        if (whole >= 0x1p63) {
            return step > 0 ? iterations(start, Long.MAX_VALUE, step) : 0;
        }
        if (whole < -0x1p63) {
            return step > 0 ? 0 : iterations(start, Long.MIN_VALUE, step);
        }
        return iterations(start, (long) whole, step);
    }

    public static long iterations(long start, long limit, long step) {
        if (step > 0 ? start > limit : start < limit) {
            return 0;
        }
        if (step == 1) {
            return plusOne(limit - start);
        }
        if (step > 0) {
            return plusOne(Long.divideUnsigned(limit - start, step));
        }
        // The negative of the smallest integer is itself, and right as an unsigned number.
        return plusOne(Long.divideUnsigned(start - limit, -step));
    }

    /** 2^64 iterations do not fit; one less makes no difference to anyone who would have to wait for it. */
    private static long plusOne(long count) {
        return count == -1 ? -1 : count + 1;
    }

    public static double number(GlobalState state, LuaValue value, String what) {
        AbstractNumber number = Conversions.toNumber(value);
        if (number != null) {
            return number.todouble();
        }
        throw Errors.runtime(state, "bad 'for' " + what + " (number expected, got " + Names.type(state, value) + ")");
    }

    public static void checkStep(GlobalState state, double step) {
        if (step == 0) {
            throw Errors.runtime(state, "'for' step is zero");
        }
    }
}
