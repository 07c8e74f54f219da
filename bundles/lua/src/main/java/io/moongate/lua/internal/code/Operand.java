package io.moongate.lua.internal.code;

import org.luaj.vm2.LuaValue;

/** Where compiled code has the value of an expression. */
sealed interface Operand {

    record IntConstant(long value) implements Operand {}

    record FloatConstant(double value) implements Operand {}

    record Constant(LuaValue value) implements Operand {}

    /** A long in a JVM variable. */
    record Int(int slot) implements Operand {}

    record Float(int slot) implements Operand {}

    record Value(int slot) implements Operand {}

    /** A long, unless {@code reference} is not null. */
    record MaybeInt(int slot, int reference) implements Operand {}

    record MaybeFloat(int slot, int reference) implements Operand {}
}
