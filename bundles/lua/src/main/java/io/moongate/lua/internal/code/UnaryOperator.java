package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Event;
import org.jspecify.annotations.Nullable;

/** Unary operators; all have the same priority (manual 3.4.8). */
enum UnaryOperator {
    NEGATE(Event.UNM),
    COMPLEMENT(Event.BNOT),
    LENGTH(Event.LEN),
    NOT(null);

    static final int PRIORITY = 12;

    final @Nullable Event event;

    UnaryOperator(@Nullable Event event) {
        this.event = event;
    }

    static @Nullable UnaryOperator of(Token token) {
        return switch (token) {
            case MINUS -> NEGATE;
            case TILDE -> COMPLEMENT;
            case HASH -> LENGTH;
            case NOT -> NOT;
            default -> null;
        };
    }
}
