package io.moongate.lua.internal;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Two or more values in an array: arguments and results. One value is itself, none is {@code NONE}. */
public final class Values extends Varargs {

    private final LuaValue[] values;

    private Values(LuaValue[] values) {
        this.values = values;
    }

    public static Varargs of(LuaValue a, LuaValue b) {
        return new Values(new LuaValue[] {a, b});
    }

    public static Varargs of(LuaValue a, LuaValue b, LuaValue c) {
        return new Values(new LuaValue[] {a, b, c});
    }

    /** The values of an array, which is not changed from now on. */
    public static Varargs of(LuaValue... values) {
        return switch (values.length) {
            case 0 -> LuaValue.NONE;
            case 1 -> values[0];
            default -> new Values(values);
        };
    }

    /** A value in front of others. */
    public static Varargs prepend(LuaValue first, Varargs rest) {
        int count = rest.narg();
        if (count == 0) {
            return first;
        }
        LuaValue[] all = new LuaValue[count + 1];
        all[0] = first;
        copy(rest, all, 1, count);
        return new Values(all);
    }

    /** Values from the second on. */
    public static Varargs rest(Varargs all) {
        return from(all, 2);
    }

    /** Values from the nth on; the first is 1. */
    public static Varargs from(Varargs all, int first) {
        int count = all.narg() - first + 1;
        if (count <= 0) {
            return LuaValue.NONE;
        }
        if (first == 1) {
            return all;
        }
        if (count == 1) {
            return all.arg(first);
        }
        LuaValue[] rest = new LuaValue[count];
        for (int i = 0; i < count; i++) {
            rest[i] = all.arg(first + i);
        }
        return new Values(rest);
    }

    public static LuaValue[] toArray(Varargs all) {
        LuaValue[] array = new LuaValue[all.narg()];
        copy(all, array, 0, array.length);
        return array;
    }

    /** Copies the first {@code count} values. */
    public static void copy(Varargs from, LuaValue[] to, int offset, int count) {
        if (from instanceof Values array && array.values.length >= count) {
            System.arraycopy(array.values, 0, to, offset, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[offset + i] = from.arg(i + 1);
        }
    }

    @Override
    public LuaValue arg(int n) {
        return n >= 1 && n <= values.length ? values[n - 1] : LuaValue.NIL;
    }

    @Override
    public int narg() {
        return values.length;
    }

    @Override
    public LuaValue arg1() {
        return values[0];
    }

    @Override
    public Varargs subargs(int start) {
        return from(this, start);
    }
}
