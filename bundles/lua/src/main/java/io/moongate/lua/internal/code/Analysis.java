package io.moongate.lua.internal.code;

import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler knows about the variables of a function: types that hold whatever happens, and representations that
 * pay off if things go on as the interpreter has seen them.
 */
final class Analysis {

    /** What a value certainly is. */
    enum Type {
        NOTHING,
        INT,
        FLOAT,
        ANY;

        Type join(Type other) {
            return this == NOTHING ? other : other == NOTHING || this == other ? this : ANY;
        }
    }

    /** How a local variable is kept. */
    enum Rep {
        /** Shared with closures. */
        CELL,
        VALUE,
        INT,
        FLOAT,
        /** A long, unless the reference beside it says otherwise by not being null. */
        MAYBE_INT,
        MAYBE_FLOAT
    }

    private static final class Facts {
        Type type = Type.NOTHING;
        final List<@Nullable Expr> sources = new ArrayList<>();
        int numericUses;
        int otherUses;
        boolean counts;

        @Nullable
        Rep rep;
    }

    private final Map<LocalVariable, Facts> variables = new HashMap<>();
    private boolean changed;

    Analysis(LuaPrototype prototype) {
        for (LocalVariable parameter : prototype.parameters) {
            source(parameter, null);
        }
        block(prototype.body);
        do {
            changed = false;
            variables.forEach(this::update);
        } while (changed);
    }

    private Facts facts(LocalVariable variable) {
        return variables.computeIfAbsent(variable, v -> new Facts());
    }

    private void update(LocalVariable variable, Facts facts) {
        Type type = facts.type;
        for (Expr source : facts.sources) {
            type = type.join(source == null ? Type.ANY : type(source));
        }
        if (type != facts.type) {
            facts.type = type;
            changed = true;
        }
    }

    // Answers.

    Type type(Expr e) {
        return switch (e) {
            case Expr.Constant c ->
                c.value instanceof LuaInt ? Type.INT : c.value instanceof LuaFloat ? Type.FLOAT : Type.ANY;
            case Expr.Local l -> l.variable.captured ? Type.ANY : facts(l.variable).type;
            case Expr.Paren p -> p.inner.isMultiple() ? Type.ANY : type(p.inner);
            case Expr.Unary u when u.operator == UnaryOperator.NEGATE -> type(u.operand);
            case Expr.Unary u
            when u.operator == UnaryOperator.COMPLEMENT -> type(u.operand) == Type.FLOAT ? Type.ANY : type(u.operand);
            case Expr.Binary b when b.operator.isArithmetic() || b.operator.isBitwise() -> binary(b);
            default -> Type.ANY;
        };
    }

    private Type binary(Expr.Binary b) {
        Type left = type(b.left);
        Type right = type(b.right);
        if (left == Type.ANY || right == Type.ANY) {
            return Type.ANY;
        }
        if (left == Type.NOTHING || right == Type.NOTHING) {
            return Type.NOTHING;
        }
        if (b.operator.isBitwise()) {
            return left == Type.INT && right == Type.INT ? Type.INT : Type.ANY;
        }
        if (b.operator == BinaryOperator.DIV || b.operator == BinaryOperator.POW) {
            return Type.FLOAT;
        }
        return left == Type.INT && right == Type.INT ? Type.INT : Type.FLOAT;
    }

    /** What an expression will probably be: INT, FLOAT or ANY. */
    Type guess(Expr e) {
        Type certain = type(e);
        if (certain == Type.INT || certain == Type.FLOAT) {
            return certain;
        }
        return switch (e) {
            case Expr.Paren p -> p.inner.isMultiple() ? Type.ANY : guess(p.inner);
            case Expr.Unary u when u.operator == UnaryOperator.NEGATE -> guess(u.operand);
            case Expr.Local l -> guess(rep(l.variable));
            case Expr.Binary b when b.operator.isArithmetic() || b.operator.isBitwise() -> guessBinary(b);
            default -> Type.ANY;
        };
    }

    private static Type guess(Rep rep) {
        return switch (rep) {
            case INT, MAYBE_INT -> Type.INT;
            case FLOAT, MAYBE_FLOAT -> Type.FLOAT;
            default -> Type.ANY;
        };
    }

    private static Type guessBinary(Expr.Binary b) {
        boolean divides = b.operator == BinaryOperator.DIV || b.operator == BinaryOperator.POW;
        return switch (b.seen) {
            case Expr.Binary.SEEN_INT -> divides ? Type.FLOAT : Type.INT;
            case Expr.Binary.SEEN_FLOAT -> b.operator.isBitwise() ? Type.ANY : Type.FLOAT;
            default -> Type.ANY;
        };
    }

    Rep rep(LocalVariable variable) {
        if (variable.captured) {
            return Rep.CELL;
        }
        Facts facts = facts(variable);
        if (facts.rep == null) {
            // Recursion through the variable itself finds it a plain value.
            facts.rep = Rep.VALUE;
            facts.rep = choose(facts);
        }
        return facts.rep;
    }

    private Rep choose(Facts facts) {
        if (facts.type == Type.INT) {
            return Rep.INT;
        }
        if (facts.type == Type.FLOAT) {
            return Rep.FLOAT;
        }
        if (facts.counts) {
            return Rep.MAYBE_INT;
        }
        if (facts.numericUses < facts.otherUses) {
            return Rep.VALUE;
        }
        boolean ints = false;
        boolean floats = false;
        for (Expr source : facts.sources) {
            if (source instanceof Expr.Binary || source instanceof Expr.Unary || source instanceof Expr.Paren) {
                Type guess = guess(source);
                ints |= guess == Type.INT;
                floats |= guess == Type.FLOAT;
                if (guess == Type.ANY) {
                    return Rep.VALUE;
                }
            }
        }
        return floats ? Rep.MAYBE_FLOAT : ints ? Rep.MAYBE_INT : Rep.VALUE;
    }

    // Collection.

    private void source(LocalVariable variable, @Nullable Expr value) {
        facts(variable).sources.add(value);
    }

    private void block(Stat.Block block) {
        for (Stat statement : block.statements) {
            statement(statement);
        }
    }

    private void statement(Stat statement) {
        switch (statement) {
            case Stat.Block s -> block(s);
            case Stat.Do s -> block(s.body);
            case Stat.Evaluate s -> use(s.expression, false);
            case Stat.Local s -> local(s);
            case Stat.LocalFunction s -> source(s.variable, null);
            case Stat.CloseScope s -> block(s.rest);
            case Stat.AssignLocal s -> {
                source(s.target.variable, s.value);
                use(s.value, isNumeric(s.value));
            }
            case Stat.AssignUpvalue s -> use(s.value, false);
            case Stat.AssignIndexed s -> {
                target(s.target);
                use(s.value, false);
            }
            case Stat.AssignMany s -> assignMany(s);
            case Stat.While s -> {
                use(s.condition, false);
                block(s.body);
            }
            case Stat.Repeat s -> block(s.body);
            case Stat.Until s -> use(s.condition, false);
            case Stat.If s -> {
                uses(s.conditions);
                for (Stat.Block each : s.blocks) {
                    block(each);
                }
                if (s.otherwise != null) {
                    block(s.otherwise);
                }
            }
            case Stat.NumericFor s -> numericFor(s);
            case Stat.GenericFor s -> {
                uses(s.values);
                for (LocalVariable variable : s.variables) {
                    source(variable, null);
                }
                block(s.body);
            }
            case Stat.Return s -> uses(s.values);
            case Stat.Marked ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.JumpToJump ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.Sequel ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.Break s -> {}
            case Stat.Goto s -> {}
        }
    }

    private static boolean isNumeric(Expr value) {
        return value instanceof Expr.Local;
    }

    private void local(Stat.Local s) {
        for (int i = 0; i < s.variables.length; i++) {
            boolean known = i < s.values.length && !(i == s.values.length - 1 && s.values[i].isMultiple());
            source(s.variables[i], known ? s.values[i] : null);
        }
        for (Expr value : s.values) {
            use(value, isNumeric(value));
        }
    }

    private void target(Expr.Indexed target) {
        use(target.object, false);
        use(target.key, true);
    }

    private void assignMany(Stat.AssignMany s) {
        for (int i = 0; i < s.targets.length; i++) {
            switch (s.targets[i]) {
                case Expr.Local local -> {
                    boolean known = i < s.values.length && !(i == s.values.length - 1 && s.values[i].isMultiple());
                    source(local.variable, known ? s.values[i] : null);
                }
                case Expr.Indexed indexed -> target(indexed);
                default -> {}
            }
        }
        uses(s.values);
    }

    private void numericFor(Stat.NumericFor s) {
        use(s.start, true);
        use(s.limit, true);
        if (s.step != null) {
            use(s.step, true);
        }
        Facts facts = facts(s.variable);
        facts.counts = true;
        // An integer start with an integer step counts in integers, whatever the limit is.
        facts.sources.add(s.step == null ? s.start : new Expr.Binary(BinaryOperator.ADD, s.start, s.step));
        block(s.body);
    }

    private void uses(Expr[] list) {
        for (Expr e : list) {
            use(e, false);
        }
    }

    private void use(Expr e, boolean numeric) {
        switch (e) {
            case Expr.Local l -> {
                Facts facts = facts(l.variable);
                facts.numericUses += numeric ? 1 : 0;
                facts.otherUses += numeric ? 0 : 1;
            }
            case Expr.Paren p -> use(p.inner, numeric);
            case Expr.Unary u -> use(u.operand, u.operator == UnaryOperator.NEGATE);
            case Expr.Binary b -> {
                boolean numbers = !b.operator.isLogical();
                use(b.left, numbers);
                use(b.right, numbers);
            }
            case Expr.Concatenation c -> uses(c.operands);
            case Expr.Indexed i -> target(i);
            case Expr.Call c -> {
                use(c.function, false);
                uses(c.arguments);
            }
            case Expr.MethodCall m -> {
                use(m.object, false);
                uses(m.arguments);
            }
            case Expr.Constructor c -> {
                for (Expr.Constructor.Field field : c.fields) {
                    if (field.key != null) {
                        use(field.key, false);
                    }
                    use(field.value, false);
                }
            }
            case Expr.Constant c -> {}
            case Expr.Marked ignored -> throw new AssertionError("marked code is interpreted");
            case Expr.Passed ignored -> throw new AssertionError("marked code is interpreted");
            case Expr.Vararg v -> {}
            case Expr.UpvalueAccess u -> {}
            case Expr.Function f -> {}
        }
    }
}
