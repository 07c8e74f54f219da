package io.moongate.lua.internal;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** A number of the integer subtype: 64 bits, two's complement, wrapping around (manual 2.1, 3.4.1). */
public final class LuaInt extends AbstractNumber {

    private static final int CACHE_LOW = -256;
    private static final int CACHE_HIGH = 1023;
    private static final LuaInt[] CACHE = smallIntegers();

    /** The number. */
    public final long value;

    private LuaInt(long value) {
        this.value = value;
    }

    private static LuaInt[] smallIntegers() {
        LuaInt[] cache = new LuaInt[CACHE_HIGH - CACHE_LOW + 1];
        for (int i = 0; i < cache.length; i++) {
            cache[i] = new LuaInt(i + CACHE_LOW);
        }
        return cache;
    }

    public static LuaInt of(long value) {
        if (value >= CACHE_LOW && value <= CACHE_HIGH) {
            return CACHE[(int) value - CACHE_LOW];
        }
        return new LuaInt(value);
    }

    /** The same hash as LuaJ's LuaInteger, so that LuaJ's own tables find our keys. */
    @Override
    public int hashCode() {
        return (int) value;
    }

    @Override
    public boolean isinttype() {
        return value == (int) value;
    }

    @Override
    public boolean islong() {
        return true;
    }

    @Override
    public long tolong() {
        return value;
    }

    @Override
    public double todouble() {
        return value;
    }

    @Override
    public long checklong() {
        return value;
    }

    @Override
    public boolean isvalidkey() {
        return true;
    }

    @Override
    public LuaNumber checknumber() {
        return this;
    }

    @Override
    public boolean raweq(LuaValue other) {
        if (other instanceof LuaInt i) {
            return i.value == value;
        }
        if (other instanceof LuaFloat f) {
            return Compare.equal(value, f.value);
        }
        return other instanceof LuaNumber && Compare.equal(value, other.todouble());
    }

    @Override
    public boolean raweq(double other) {
        return Compare.equal(value, other);
    }

    @Override
    public boolean raweq(int other) {
        return value == other;
    }
}
