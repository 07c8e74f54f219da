package io.moongate.data.internal.document;

import io.moongate.lua.Numbers;
import io.moongate.lua.TableCursor;
import io.moongate.lua.Tables;
import io.moongate.runtime.DataNull;
import io.moongate.runtime.Result;
import java.util.random.RandomGenerator;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Makes documents by chance, from a seed, and compares them. */
final class RandomValues {

    private final RandomGenerator random;
    private final boolean exactFloats;

    /** @param exactFloats whether floats may have more than 14 significant digits */
    RandomValues(RandomGenerator random, boolean exactFloats) {
        this.random = random;
        this.exactFloats = exactFloats;
    }

    LuaTable document() {
        return container(5);
    }

    private LuaTable container(int depth) {
        return random.nextBoolean() ? list(depth) : object(depth);
    }

    private LuaTable list(int depth) {
        LuaValue[] elements = new LuaValue[random.nextInt(8)];
        boolean isUniform = random.nextBoolean();
        LuaValue first = value(depth);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = isUniform && first instanceof LuaNumber ? integer() : value(depth);
        }
        return Tables.list(elements);
    }

    private LuaTable object(int depth) {
        LuaTable table = Tables.create();
        for (int i = random.nextInt(8); i > 0; i--) {
            table.rawset(string(), value(depth));
        }
        return table;
    }

    private LuaValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> LuaValue.valueOf(random.nextBoolean());
            case 1 -> DataNull.NULL;
            case 2 -> integer();
            case 3 -> Numbers.number(number());
            case 4, 5 -> string();
            default -> container(depth - 1);
        };
    }

    private LuaNumber integer() {
        return Numbers.integer(random.nextLong() >> random.nextInt(64));
    }

    private double number() {
        return exactFloats
                ? random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300))
                : Double.parseDouble(random.nextInt(1 << 30) + ".5e" + random.nextInt(-20, 20));
    }

    private LuaString string() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(6)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> random.nextInt(0x80, 0x800);
                        case 2 -> random.nextInt(0xe000, 0x10000);
                        case 3 -> random.nextInt(0x10000, 0x110000);
                        default -> random.nextInt(0x20, 0x80);
                    });
        }
        return Result.string(text.toString());
    }

    /** Whether two values are the same; numbers as Lua compares them. */
    static boolean same(LuaValue a, LuaValue b) {
        if (a instanceof LuaTable first && b instanceof LuaTable second) {
            return contains(first, second) && contains(second, first);
        }
        if (a instanceof LuaNumber x && b instanceof LuaNumber y) {
            return Numbers.isInteger(x) && Numbers.isInteger(y)
                    ? x.tolong() == y.tolong()
                    : x.todouble() == y.todouble();
        }
        return a.raweq(b);
    }

    private static boolean contains(LuaTable all, LuaTable some) {
        for (TableCursor field = new TableCursor(some); field.next(); ) {
            if (!same(field.value(), all.rawget(field.key()))) {
                return false;
            }
        }
        return true;
    }
}
