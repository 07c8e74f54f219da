package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Arithmetic and bitwise operators (manual 3.4.1, 3.4.2) on values of any type. */
public final class Arith {

    private Arith() {}

    public static LuaValue add(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value + y.value);
        }
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return new LuaFloat(x.value + y.value);
        }
        return slow(state, Event.ADD, a, b);
    }

    public static LuaValue sub(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value - y.value);
        }
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return new LuaFloat(x.value - y.value);
        }
        return slow(state, Event.SUB, a, b);
    }

    public static LuaValue mul(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value * y.value);
        }
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return new LuaFloat(x.value * y.value);
        }
        return slow(state, Event.MUL, a, b);
    }

    public static LuaValue div(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaFloat x && b instanceof LuaFloat y) {
            return new LuaFloat(x.value / y.value);
        }
        return slow(state, Event.DIV, a, b);
    }

    public static LuaValue mod(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y && y.value != 0) {
            return LuaInt.of(Math.floorMod(x.value, y.value));
        }
        return slow(state, Event.MOD, a, b);
    }

    public static LuaValue idiv(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y && y.value != 0) {
            return LuaInt.of(Math.floorDiv(x.value, y.value));
        }
        return slow(state, Event.IDIV, a, b);
    }

    public static LuaValue pow(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        return slow(state, Event.POW, a, b);
    }

    public static LuaValue neg(@Nullable GlobalState state, LuaValue a) {
        if (a instanceof LuaInt x) {
            return LuaInt.of(-x.value);
        }
        if (a instanceof LuaFloat x) {
            return new LuaFloat(-x.value);
        }
        return slow(state, Event.UNM, a, a);
    }

    public static LuaValue band(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value & y.value);
        }
        return bitwise(state, Event.BAND, a, b);
    }

    public static LuaValue bor(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value | y.value);
        }
        return bitwise(state, Event.BOR, a, b);
    }

    public static LuaValue bxor(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(x.value ^ y.value);
        }
        return bitwise(state, Event.BXOR, a, b);
    }

    public static LuaValue shl(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(shiftLeft(x.value, y.value));
        }
        return bitwise(state, Event.SHL, a, b);
    }

    public static LuaValue shr(@Nullable GlobalState state, LuaValue a, LuaValue b) {
        if (a instanceof LuaInt x && b instanceof LuaInt y) {
            return LuaInt.of(shiftRight(x.value, y.value));
        }
        return bitwise(state, Event.SHR, a, b);
    }

    public static LuaValue bnot(@Nullable GlobalState state, LuaValue a) {
        if (a instanceof LuaInt x) {
            return LuaInt.of(~x.value);
        }
        return bitwise(state, Event.BNOT, a, a);
    }

    private static LuaValue slow(@Nullable GlobalState state, Event operator, LuaValue a, LuaValue b) {
        if (a instanceof LuaFloat x && b instanceof LuaInt y) {
            return new LuaFloat(onFloats(operator, x.value, y.value));
        }
        if (a instanceof LuaInt x && b instanceof LuaFloat y) {
            return new LuaFloat(onFloats(operator, x.value, y.value));
        }
        AbstractNumber x = Conversions.toNumber(a);
        AbstractNumber y = Conversions.toNumber(b);
        if (x == null || y == null) {
            return metamethod(state, operator, a, b);
        }
        if (x instanceof LuaInt i && y instanceof LuaInt j) {
            return onIntegers(state, operator, i.value, j.value);
        }
        return new LuaFloat(onFloats(operator, x.todouble(), y.todouble()));
    }

    private static LuaValue metamethod(@Nullable GlobalState state, Event operator, LuaValue a, LuaValue b) {
        LuaValue handler = Metatables.event(state, a, b, operator);
        if (handler == null) {
            throw Errors.arithmetic(state, operator, a, b);
        }
        return Calls.call(state, handler, a, b);
    }

    private static LuaValue onIntegers(@Nullable GlobalState state, Event operator, long x, long y) {
        return switch (operator) {
            case ADD -> LuaInt.of(x + y);
            case SUB -> LuaInt.of(x - y);
            case MUL -> LuaInt.of(x * y);
            case UNM -> LuaInt.of(-x);
            case MOD -> LuaInt.of(Math.floorMod(x, checkDivisor(state, y, "attempt to perform 'n%0'")));
            case IDIV -> LuaInt.of(Math.floorDiv(x, checkDivisor(state, y, "attempt to divide by zero")));
            default -> new LuaFloat(onFloats(operator, x, y));
        };
    }

    private static long checkDivisor(@Nullable GlobalState state, long divisor, String message) {
        if (divisor == 0) {
            throw Errors.runtime(state, message);
        }
        return divisor;
    }

    private static double onFloats(Event operator, double x, double y) {
        return switch (operator) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case MOD -> mod(x, y);
            case IDIV -> Math.floor(x / y);
            case POW -> pow(x, y);
            case UNM -> -x;
            default -> throw new AssertionError(operator);
        };
    }

    /** Floored modulo: the result has the sign of the divisor. */
    public static double mod(double x, double y) {
        double r = x % y;
        return r * y < 0 ? r + y : r;
    }

    /** As C's pow, which differs from Java's where an operand is not finite. */
    public static double pow(double x, double y) {
        if (y == 2) {
            return x * x;
        }
        if (x == 1 || x == -1 && Double.isInfinite(y)) {
            return 1;
        }
        return Math.pow(x, y);
    }

    public static long shiftLeft(long x, long n) {
        if (n >= 0) {
            return n < Long.SIZE ? x << n : 0;
        }
        return n > -Long.SIZE ? x >>> -n : 0;
    }

    public static long shiftRight(long x, long n) {
        if (n >= 0) {
            return n < Long.SIZE ? x >>> n : 0;
        }
        return n > -Long.SIZE ? x << -n : 0;
    }

    private static LuaValue bitwise(@Nullable GlobalState state, Event operator, LuaValue a, LuaValue b) {
        // Numeric strings are operands of arithmetic only.
        LuaInt x = a instanceof LuaString ? null : Conversions.toInteger(a);
        LuaInt y = b instanceof LuaString ? null : Conversions.toInteger(b);
        if (x != null && y != null) {
            return LuaInt.of(onBits(operator, x.value, y.value));
        }
        LuaValue handler = Metatables.event(state, a, b, operator);
        if (handler == null) {
            throw Errors.bitwise(state, a, b);
        }
        return Calls.call(state, handler, a, b);
    }

    private static long onBits(Event operator, long x, long y) {
        return switch (operator) {
            case BAND -> x & y;
            case BOR -> x | y;
            case BXOR -> x ^ y;
            case SHL -> shiftLeft(x, y);
            case SHR -> shiftRight(x, y);
            case BNOT -> ~x;
            default -> throw new AssertionError(operator);
        };
    }
}
