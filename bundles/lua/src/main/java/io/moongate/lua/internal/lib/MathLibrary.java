package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.AbstractNumber;
import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import java.security.SecureRandom;
import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code math} (manual 6.7). */
public final class MathLibrary {

    private static final LuaString INTEGER = LuaString.valueOf("integer");
    private static final LuaString FLOAT = LuaString.valueOf("float");
    private static final double LOG_2 = Math.log(2);

    private final GlobalState state;
    private final Xoshiro256 random = new Xoshiro256();

    private MathLibrary(GlobalState state) {
        this.state = state;
        SecureRandom seed = new SecureRandom();
        random.seed(seed.nextLong(), seed.nextLong());
    }

    public static Table open(GlobalState state) {
        MathLibrary math = new MathLibrary(state);
        Library library = new Library(state, new Table(0, 32));
        math.addFunctions(library);
        return library.unary("abs", math::abs)
                .unary("ceil", math::ceil)
                .unary("floor", math::floor)
                .binary("fmod", math::fmod)
                .binary("log", math::log)
                .binary("atan", math::atan)
                .variadic("max", math::max)
                .variadic("min", math::min)
                .variadic("modf", math::modf)
                .variadic("random", math::random)
                .variadic("randomseed", math::randomSeed)
                .variadic("tointeger", math::toInteger)
                .variadic("type", math::type)
                .binary("ult", math::ult)
                .set("pi", new LuaFloat(Math.PI))
                .set("huge", LuaFloat.INFINITY)
                .set("maxinteger", LuaInt.of(Long.MAX_VALUE))
                .set("mininteger", LuaInt.of(Long.MIN_VALUE))
                .table();
    }

    private void addFunctions(Library library) {
        library.unary("sqrt", x -> new LuaFloat(Math.sqrt(number(x))))
                .unary("sin", x -> new LuaFloat(Math.sin(number(x))))
                .unary("cos", x -> new LuaFloat(Math.cos(number(x))))
                .unary("tan", x -> new LuaFloat(Math.tan(number(x))))
                .unary("asin", x -> new LuaFloat(Math.asin(number(x))))
                .unary("acos", x -> new LuaFloat(Math.acos(number(x))))
                .unary("exp", x -> new LuaFloat(Math.exp(number(x))))
                .unary("deg", x -> new LuaFloat(number(x) * (180 / Math.PI)))
                .unary("rad", x -> new LuaFloat(number(x) * (Math.PI / 180)));
    }

    private double number(LuaValue x) {
        return Args.checkDouble(state, x, 1);
    }

    /** The first argument with its subtype; a numeric string is a float here. */
    private AbstractNumber typedNumber(LuaValue x) {
        AbstractNumber number = Args.checkNumber(state, x, 1);
        return x instanceof LuaString ? new LuaFloat(number.todouble()) : number;
    }

    private LuaValue abs(LuaValue x) {
        return switch (typedNumber(x)) {
            case LuaInt i -> i.value < 0 ? LuaInt.of(-i.value) : i;
            case LuaFloat f -> new LuaFloat(Math.abs(f.value));
        };
    }

    private LuaValue floor(LuaValue x) {
        return rounded(x, Math::floor);
    }

    private LuaValue ceil(LuaValue x) {
        return rounded(x, Math::ceil);
    }

    private LuaValue rounded(LuaValue x, DoubleUnaryOperator rounding) {
        return switch (typedNumber(x)) {
            case LuaInt i -> i;
            case LuaFloat f -> integerIfFits(rounding.applyAsDouble(f.value));
        };
    }

    private static AbstractNumber integerIfFits(double value) {
        return Conversions.isIntegral(value) ? LuaInt.of((long) value) : new LuaFloat(value);
    }

    private LuaValue fmod(LuaValue a, LuaValue b) {
        if (Conversions.normalise(a) instanceof LuaInt i && Conversions.normalise(b) instanceof LuaInt j) {
            if (j.value == 0) {
                throw Args.error(2, "zero");
            }
            return LuaInt.of(i.value % j.value);
        }
        double y = Args.checkDouble(state, b, 2);
        return new LuaFloat(number(a) % y);
    }

    private LuaValue log(LuaValue x, LuaValue base) {
        double value = number(x);
        return new LuaFloat(base.isnil() ? Math.log(value) : log(value, Args.checkDouble(state, base, 2)));
    }

    private static double log(double value, double base) {
        if (base == 2) {
            return log2(value);
        }
        return base == 10 ? Math.log10(value) : Math.log(value) / Math.log(base);
    }

    /** Exact for powers of two. */
    private static double log2(double value) {
        int exponent = Math.getExponent(value);
        return value > 0 && value == Math.scalb(1.0, exponent) ? exponent : Math.log(value) / LOG_2;
    }

    private LuaValue atan(LuaValue y, LuaValue x) {
        return new LuaFloat(Math.atan2(number(y), x.isnil() ? 1 : Args.checkDouble(state, x, 2)));
    }

    /** Compares whatever is comparable, as the reference implementation does. */
    private Varargs max(Varargs arguments) {
        LuaValue best = Args.checkAny(arguments, 1);
        for (int i = 2; i <= arguments.narg(); i++) {
            LuaValue next = arguments.arg(i);
            best = Compare.lessThan(state, best, next) ? next : best;
        }
        return best;
    }

    private Varargs min(Varargs arguments) {
        LuaValue best = Args.checkAny(arguments, 1);
        for (int i = 2; i <= arguments.narg(); i++) {
            LuaValue next = arguments.arg(i);
            best = Compare.lessThan(state, next, best) ? next : best;
        }
        return best;
    }

    private Varargs modf(Varargs arguments) {
        AbstractNumber number = typedNumber(Args.get(arguments, 1));
        double value = number.todouble();
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        LuaFloat fraction = new LuaFloat(value == whole ? 0 : value - whole);
        return Values.of(number instanceof LuaInt ? number : integerIfFits(whole), fraction);
    }

    private Varargs random(Varargs arguments) {
        long low = 1;
        long high;
        switch (arguments.narg()) {
            case 0 -> {
                return new LuaFloat(random.nextDouble());
            }
            case 1 -> {
                high = Args.checkInteger(state, arguments.arg1(), 1);
                if (high == 0) {
                    return LuaInt.of(random.next());
                }
            }
            case 2 -> {
                low = Args.checkInteger(state, arguments.arg1(), 1);
                high = Args.checkInteger(state, arguments.arg(2), 2);
            }
            default -> throw new LibraryError("wrong number of arguments");
        }
        if (low > high) {
            throw Args.error(1, "interval is empty");
        }
        return LuaInt.of(random.next(low, high));
    }

    private Varargs randomSeed(Varargs arguments) {
        long first;
        long second;
        if (arguments.narg() == 0) {
            SecureRandom seed = new SecureRandom();
            first = seed.nextLong();
            second = seed.nextLong();
        } else {
            first = Args.checkInteger(state, arguments.arg1(), 1);
            second = Args.optInteger(state, arguments.arg(2), 2, 0);
        }
        random.seed(first, second);
        return Values.of(LuaInt.of(first), LuaInt.of(second));
    }

    private Varargs toInteger(Varargs arguments) {
        LuaInt integer = Conversions.toInteger(Args.checkAny(arguments, 1));
        return integer == null ? LuaValue.NIL : integer;
    }

    private Varargs type(Varargs arguments) {
        return switch (Conversions.normalise(Args.checkAny(arguments, 1))) {
            case LuaInt ignored -> INTEGER;
            case LuaFloat ignored -> FLOAT;
            default -> LuaValue.NIL;
        };
    }

    private LuaValue ult(LuaValue a, LuaValue b) {
        long x = Args.checkInteger(state, a, 1);
        return LuaValue.valueOf(Long.compareUnsigned(x, Args.checkInteger(state, b, 2)) < 0);
    }
}
