package io.moongate.lua.internal.code;

/** Looks for to-be-closed variables. */
final class ClosingSearch {

    private ClosingSearch() {}

    static boolean in(Stat statement) {
        return switch (statement) {
            case Stat.CloseScope s -> true;
            case Stat.Block s -> inAny(s.statements);
            case Stat.Do s -> in(s.body);
            case Stat.While s -> in(s.body);
            case Stat.Repeat s -> in(s.body);
            case Stat.NumericFor s -> in(s.body);
            case Stat.GenericFor s -> in(s.body);
            case Stat.If s -> inAny(s.blocks) || s.otherwise != null && in(s.otherwise);
            default -> false;
        };
    }

    private static boolean inAny(Stat[] statements) {
        for (Stat statement : statements) {
            if (in(statement)) {
                return true;
            }
        }
        return false;
    }
}
