package io.moongate.lua.internal;

import org.luaj.vm2.LuaValue;

/** A number of the float subtype; stays a float when its value is integral (manual 2.1). */
public final class LuaFloat extends AbstractNumber {

    public static final LuaFloat NAN = new LuaFloat(Double.NaN);
    public static final LuaFloat INFINITY = new LuaFloat(Double.POSITIVE_INFINITY);

    /** The number. */
    public final double value;

    public LuaFloat(double value) {
        this.value = value;
    }

    public static LuaFloat of(double value) {
        return new LuaFloat(value);
    }

    /** The same hash as LuaJ's numbers, so that LuaJ's own tables find our keys. */
    @Override
    public int hashCode() {
        if (value == (int) value) {
            return (int) value;
        }
        long bits = Double.doubleToLongBits(value + 1);
        return (int) (bits >> 32) + (int) bits;
    }

    @Override
    public boolean isinttype() {
        return value == (int) value;
    }

    @Override
    public boolean islong() {
        return Conversions.isIntegral(value);
    }

    @Override
    public long tolong() {
        return (long) value;
    }

    @Override
    public double todouble() {
        return value;
    }

    @Override
    public long checklong() {
        if (!islong()) {
            throw new LibraryError(Conversions.NO_INTEGER);
        }
        return (long) value;
    }

    @Override
    public boolean isvalidkey() {
        return !Double.isNaN(value);
    }

    @Override
    public boolean raweq(LuaValue other) {
        if (other instanceof LuaFloat f) {
            return f.value == value;
        }
        return other instanceof LuaInt i ? Compare.equal(i.value, value) : other.raweq(value);
    }

    @Override
    public boolean raweq(double other) {
        return value == other;
    }

    @Override
    public boolean raweq(int other) {
        return value == other;
    }
}
