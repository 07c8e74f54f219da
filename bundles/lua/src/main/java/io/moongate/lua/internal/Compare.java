package io.moongate.lua.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Relational operators (manual 3.4.4). Integers and floats compare by their exact mathematical values. */
public final class Compare {

    private static final double TWO_63 = 0x1p63;

    private Compare() {}

    /** Equality without metamethods. */
    public static boolean rawEqual(LuaValue a, LuaValue b) {
        if (a == b) {
            return !(a instanceof LuaFloat f) || !Double.isNaN(f.value);
        }
        if (a instanceof LuaString x) {
            return b instanceof LuaString y && x.raweq(y);
        }
        if (a instanceof AbstractNumber) {
            return b instanceof LuaNumber && a.raweq(b);
        }
        if (a instanceof Table) {
            return false;
        }
        return a.isnil() ? b.isnil() : a.raweq(b);
    }

    public static boolean equal(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof Table && b instanceof Table) {
            return a == b || equalByEvent(state, a, b);
        }
        if (rawEqual(a, b)) {
            return true;
        }
        return a.type() == LuaValue.TUSERDATA && b.type() == LuaValue.TUSERDATA && equalByEvent(state, a, b);
    }

    private static boolean equalByEvent(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        LuaValue handler = Metatables.event(state, a, b, Event.EQ);
        return handler != null && Calls.call(state, handler, a, b).toboolean();
    }

    public static boolean lessThan(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return x.value < y.value;
        }
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return x.value < y.value;
        }
        return lessThanSlow(state, a, b);
    }

    private static boolean lessThanSlow(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaString x && b instanceof LuaString y) {
            return compare(x, y) < 0;
        }
        if (a instanceof LuaNumber && b instanceof LuaNumber) {
            return numberLessThan(Conversions.normalise(a), Conversions.normalise(b));
        }
        return byEvent(state, Event.LT, a, b);
    }

    private static boolean numberLessThan(LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x) {
            return b instanceof LuaInt y ? x.value < y.value : lessThan(x.value, b.todouble());
        }
        return b instanceof LuaInt y ? lessThan(a.todouble(), y.value) : a.todouble() < b.todouble();
    }

    public static boolean lessEqual(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return x.value <= y.value;
        }
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return x.value <= y.value;
        }
        return lessEqualSlow(state, a, b);
    }

    private static boolean lessEqualSlow(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaString x && b instanceof LuaString y) {
            return compare(x, y) <= 0;
        }
        if (a instanceof LuaNumber && b instanceof LuaNumber) {
            return numberLessEqual(Conversions.normalise(a), Conversions.normalise(b));
        }
        return byEvent(state, Event.LE, a, b);
    }

    private static boolean numberLessEqual(LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x) {
            return b instanceof LuaInt y ? x.value <= y.value : lessEqual(x.value, b.todouble());
        }
        return b instanceof LuaInt y ? lessEqual(a.todouble(), y.value) : a.todouble() <= b.todouble();
    }

    private static boolean byEvent(@Nullable GlobalState state, Event event, LuaValue a, LuaValue b) {
        LuaValue handler = Metatables.event(state, a, b, event);
        if (handler == null) {
            throw Errors.compare(state, a, b);
        }
        return Calls.call(state, handler, a, b).toboolean();
    }

    /** Bytes compared as unsigned, as {@code strcmp} does in the C locale; zeros are bytes like any other. */
    public static int compare(LuaString a, LuaString b) {
        return Arrays.compareUnsigned(
                a.m_bytes, a.m_offset, a.m_offset + a.m_length, b.m_bytes, b.m_offset, b.m_offset + b.m_length);
    }

    public static boolean equal(long a, double b) {
        return a == (long) b && Conversions.isIntegral(b);
    }

    public static boolean lessThan(long a, double b) {
        if (b >= TWO_63) {
            return true;
        }
        return b > -TWO_63 && a < (long) Math.ceil(b);
    }

    public static boolean lessEqual(long a, double b) {
        if (b >= TWO_63) {
            return true;
        }
        return b >= -TWO_63 && a <= (long) Math.floor(b);
    }

    public static boolean lessThan(double a, long b) {
        if (a >= TWO_63) {
            return false;
        }
        return a < -TWO_63 || (!Double.isNaN(a) && (long) Math.floor(a) < b);
    }

    public static boolean lessEqual(double a, long b) {
        if (a >= TWO_63) {
            return false;
        }
        return a < -TWO_63 || (!Double.isNaN(a) && (long) Math.ceil(a) <= b);
    }
}
