package io.moongate.lua.internal;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * What the two subtypes of number share: LuaJ's arithmetic methods, for Java code that calls them, answer by the rules
 * of Lua 5.4.
 */
public abstract sealed class AbstractNumber extends LuaNumber permits LuaInt, LuaFloat {

    @Override
    public final String tojstring() {
        return NumberFormat.format(this);
    }

    @Override
    public final LuaString strvalue() {
        return LuaString.valueOf(tojstring());
    }

    @Override
    public final LuaValue tostring() {
        return strvalue();
    }

    @Override
    public final LuaString checkstring() {
        return strvalue();
    }

    @Override
    public final String checkjstring() {
        return tojstring();
    }

    @Override
    public final LuaString optstring(LuaString ignored) {
        return strvalue();
    }

    @Override
    public final String optjstring(String ignored) {
        return tojstring();
    }

    @Override
    public final boolean isint() {
        return isinttype();
    }

    @Override
    public final LuaInteger checkinteger() {
        return LuaInteger.valueOf(checkint());
    }

    @Override
    public final LuaInteger optinteger(LuaInteger ignored) {
        return checkinteger();
    }

    @Override
    public final int checkint() {
        return (int) checklong();
    }

    @Override
    public final int optint(int ignored) {
        return checkint();
    }

    @Override
    public final long optlong(long ignored) {
        return checklong();
    }

    @Override
    public final double checkdouble() {
        return todouble();
    }

    @Override
    public final double optdouble(double ignored) {
        return todouble();
    }

    @Override
    public final float tofloat() {
        return (float) todouble();
    }

    @Override
    public final int toint() {
        return (int) tolong();
    }

    @Override
    public final byte tobyte() {
        return (byte) tolong();
    }

    @Override
    public final char tochar() {
        return (char) tolong();
    }

    @Override
    public final short toshort() {
        return (short) tolong();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof LuaValue value && raweq(value);
    }

    @Override
    public abstract int hashCode();

    @Override
    public final LuaValue eq(LuaValue other) {
        return valueOf(raweq(other));
    }

    @Override
    public final boolean eq_b(LuaValue other) {
        return raweq(other);
    }

    @Override
    public final LuaValue neg() {
        return Arith.neg(null, this);
    }

    @Override
    public final LuaValue add(LuaValue right) {
        return Arith.add(null, this, right);
    }

    @Override
    public final LuaValue add(double right) {
        return add(new LuaFloat(right));
    }

    @Override
    public final LuaValue add(int right) {
        return add(LuaInt.of(right));
    }

    @Override
    public final LuaValue sub(LuaValue right) {
        return Arith.sub(null, this, right);
    }

    @Override
    public final LuaValue sub(double right) {
        return sub(new LuaFloat(right));
    }

    @Override
    public final LuaValue sub(int right) {
        return sub(LuaInt.of(right));
    }

    @Override
    public final LuaValue subFrom(double left) {
        return Arith.sub(null, new LuaFloat(left), this);
    }

    @Override
    public final LuaValue subFrom(int left) {
        return Arith.sub(null, LuaInt.of(left), this);
    }

    @Override
    public final LuaValue mul(LuaValue right) {
        return Arith.mul(null, this, right);
    }

    @Override
    public final LuaValue mul(double right) {
        return mul(new LuaFloat(right));
    }

    @Override
    public final LuaValue mul(int right) {
        return mul(LuaInt.of(right));
    }

    @Override
    public final LuaValue pow(LuaValue right) {
        return Arith.pow(null, this, right);
    }

    @Override
    public final LuaValue pow(double right) {
        return pow(new LuaFloat(right));
    }

    @Override
    public final LuaValue pow(int right) {
        return pow(LuaInt.of(right));
    }

    @Override
    public final LuaValue powWith(double left) {
        return Arith.pow(null, new LuaFloat(left), this);
    }

    @Override
    public final LuaValue powWith(int left) {
        return Arith.pow(null, LuaInt.of(left), this);
    }

    @Override
    public final LuaValue div(LuaValue right) {
        return Arith.div(null, this, right);
    }

    @Override
    public final LuaValue div(double right) {
        return div(new LuaFloat(right));
    }

    @Override
    public final LuaValue div(int right) {
        return div(LuaInt.of(right));
    }

    @Override
    public final LuaValue divInto(double left) {
        return Arith.div(null, new LuaFloat(left), this);
    }

    @Override
    public final LuaValue mod(LuaValue right) {
        return Arith.mod(null, this, right);
    }

    @Override
    public final LuaValue mod(double right) {
        return mod(new LuaFloat(right));
    }

    @Override
    public final LuaValue mod(int right) {
        return mod(LuaInt.of(right));
    }

    @Override
    public final LuaValue modFrom(double left) {
        return Arith.mod(null, new LuaFloat(left), this);
    }

    @Override
    public final LuaValue lt(LuaValue right) {
        return valueOf(lt_b(right));
    }

    @Override
    public final LuaValue lt(double right) {
        return valueOf(lt_b(right));
    }

    @Override
    public final LuaValue lt(int right) {
        return valueOf(lt_b(right));
    }

    @Override
    public final boolean lt_b(LuaValue right) {
        return Compare.lessThan(null, this, right);
    }

    @Override
    public final boolean lt_b(double right) {
        return lt_b(new LuaFloat(right));
    }

    @Override
    public final boolean lt_b(int right) {
        return lt_b(LuaInt.of(right));
    }

    @Override
    public final LuaValue lteq(LuaValue right) {
        return valueOf(lteq_b(right));
    }

    @Override
    public final LuaValue lteq(double right) {
        return valueOf(lteq_b(right));
    }

    @Override
    public final LuaValue lteq(int right) {
        return valueOf(lteq_b(right));
    }

    @Override
    public final boolean lteq_b(LuaValue right) {
        return Compare.lessEqual(null, this, right);
    }

    @Override
    public final boolean lteq_b(double right) {
        return lteq_b(new LuaFloat(right));
    }

    @Override
    public final boolean lteq_b(int right) {
        return lteq_b(LuaInt.of(right));
    }

    @Override
    public final LuaValue gt(LuaValue right) {
        return valueOf(gt_b(right));
    }

    @Override
    public final LuaValue gt(double right) {
        return valueOf(gt_b(right));
    }

    @Override
    public final LuaValue gt(int right) {
        return valueOf(gt_b(right));
    }

    @Override
    public final boolean gt_b(LuaValue right) {
        return Compare.lessThan(null, right, this);
    }

    @Override
    public final boolean gt_b(double right) {
        return gt_b(new LuaFloat(right));
    }

    @Override
    public final boolean gt_b(int right) {
        return gt_b(LuaInt.of(right));
    }

    @Override
    public final LuaValue gteq(LuaValue right) {
        return valueOf(gteq_b(right));
    }

    @Override
    public final LuaValue gteq(double right) {
        return valueOf(gteq_b(right));
    }

    @Override
    public final LuaValue gteq(int right) {
        return valueOf(gteq_b(right));
    }

    @Override
    public final boolean gteq_b(LuaValue right) {
        return Compare.lessEqual(null, right, this);
    }

    @Override
    public final boolean gteq_b(double right) {
        return gteq_b(new LuaFloat(right));
    }

    @Override
    public final boolean gteq_b(int right) {
        return gteq_b(LuaInt.of(right));
    }
}
