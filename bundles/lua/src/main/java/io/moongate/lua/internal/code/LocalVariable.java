package io.moongate.lua.internal.code;

import org.jspecify.annotations.Nullable;

/** A local variable as the parser knows it. */
final class LocalVariable {

    enum Attribute {
        NONE,
        CONST,
        CLOSE
    }

    final String name;
    final Attribute attribute;

    /** Its place in the frame; -1 for a compile-time constant. */
    final int slot;

    /** Whether a closure refers to it, so that it lives in an upvalue. Final once its function is parsed. */
    boolean captured;

    /** How often it is assigned to after its declaration. */
    int assignments;

    /** The value of a compile-time constant. */
    Expr.@Nullable Constant constant;

    /** Sites from which to which it is alive. */
    int startPc;

    int endPc = Integer.MAX_VALUE;

    LocalVariable(String name, Attribute attribute, int slot) {
        this.name = name;
        this.attribute = attribute;
        this.slot = slot;
    }

    boolean isReadOnly() {
        return attribute != Attribute.NONE;
    }
}
