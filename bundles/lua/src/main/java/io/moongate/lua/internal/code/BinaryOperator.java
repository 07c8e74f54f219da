package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Event;
import org.jspecify.annotations.Nullable;

/** Binary operators with their priorities (manual 3.4.8). */
enum BinaryOperator {
    OR(1, 1, null),
    AND(2, 2, null),
    LT(3, 3, Event.LT),
    GT(3, 3, Event.LT),
    LE(3, 3, Event.LE),
    GE(3, 3, Event.LE),
    EQ(3, 3, Event.EQ),
    NE(3, 3, Event.EQ),
    BOR(4, 4, Event.BOR),
    BXOR(5, 5, Event.BXOR),
    BAND(6, 6, Event.BAND),
    SHL(7, 7, Event.SHL),
    SHR(7, 7, Event.SHR),
    CONCAT(9, 8, Event.CONCAT),
    ADD(10, 10, Event.ADD),
    SUB(10, 10, Event.SUB),
    MUL(11, 11, Event.MUL),
    DIV(11, 11, Event.DIV),
    IDIV(11, 11, Event.IDIV),
    MOD(11, 11, Event.MOD),
    POW(14, 13, Event.POW);

    final int left;
    final int right;
    final @Nullable Event event;

    BinaryOperator(int left, int right, @Nullable Event event) {
        this.left = left;
        this.right = right;
        this.event = event;
    }

    boolean isLogical() {
        return this == OR || this == AND;
    }

    boolean isArithmetic() {
        return ordinal() >= ADD.ordinal();
    }

    boolean isBitwise() {
        return ordinal() >= BOR.ordinal() && ordinal() <= SHR.ordinal();
    }

    boolean isComparison() {
        return ordinal() >= LT.ordinal() && ordinal() <= NE.ordinal();
    }

    static @Nullable BinaryOperator of(Token token) {
        return switch (token) {
            case OR -> OR;
            case AND -> AND;
            case LESS -> LT;
            case GREATER -> GT;
            case LESS_EQUAL -> LE;
            case GREATER_EQUAL -> GE;
            case EQUAL -> EQ;
            case NOT_EQUAL -> NE;
            case PIPE -> BOR;
            case TILDE -> BXOR;
            case AMPERSAND -> BAND;
            case SHIFT_LEFT -> SHL;
            case SHIFT_RIGHT -> SHR;
            case CONCAT -> CONCAT;
            case PLUS -> ADD;
            case MINUS -> SUB;
            case STAR -> MUL;
            case SLASH -> DIV;
            case DOUBLE_SLASH -> IDIV;
            case PERCENT -> MOD;
            case CARET -> POW;
            default -> null;
        };
    }
}
