package io.moongate.lua.internal.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies the body of a function with {@link Mark}s wherever the reference implementation has an instruction that can be
 * told from its neighbours: so hooks see the lines and steps that it would show, and code without hooks pays nothing. Copies
 * share sites, variables and labels with the original.
 */
final class Marking {

    private final Set<Integer> lines = new TreeSet<>();
    private int count;

    /** Site of the statement being copied. */
    private int pc;

    /**
     * The first mark of the statement or condition being copied. It comes before all of it, for what else comes before it
     * only reads variables: a debugger may still change them there.
     */
    private @Nullable Mark leading;

    private boolean leads;

    private final Mark end;
    private final Stat.Block body;
    private int firstLine;

    Marking(LuaPrototype prototype) {
        body = block(prototype.body);
        end = mark(prototype.endLine, prototype.siteCount());
    }

    Stat.Block body() {
        return body;
    }

    /** Where the function returns when nothing else makes it. */
    Mark end() {
        return end;
    }

    /** Where the function begins. */
    int firstLine() {
        return firstLine;
    }

    /** Lines with instructions. */
    Set<Integer> lines() {
        return lines;
    }

    private Mark mark(int line) {
        return mark(line, pc);
    }

    private Mark mark(int line, int site) {
        Mark mark = new Mark(line, site);
        place(mark);
        return mark;
    }

    private void place(Mark mark) {
        leads = false;
        mark.position(++count);
        if (count == 1) {
            firstLine = mark.line;
        }
        lines.add(mark.line);
    }

    // Statements.

    private Stat.Block block(Stat.Block original) {
        return block(original, false, null);
    }

    /**
     * Copies a block.
     *
     * @param jumpFollows whether the instruction after the block is a jump
     * @param last what ends the block; null for nothing
     */
    private Stat.Block block(Stat.Block original, boolean jumpFollows, Stat.@Nullable Marked last) {
        List<Stat> statements = new ArrayList<>();
        int count = original.statements.length;
        for (int i = 0; i < count; i++) {
            boolean jumpIsNext =
                    i < count - 1 ? isJump(original.statements[i + 1]) : jumpFollows && original.closeLine == 0;
            boolean merged = i > 0 && isEmptyLocal(original.statements[i - 1]) && isEmptyLocal(original.statements[i]);
            statements.add(merged ? original.statements[i] : statement(original.statements[i], jumpIsNext));
        }
        if (original.closeLine > 0) {
            statements.add(new Stat.Marked(mark(original.closeLine), null, false));
        }
        if (last != null) {
            place(last.mark);
            statements.add(last);
        }
        Stat.Block copy = new Stat.Block();
        copy.statements = statements.toArray(Stat.Block.EMPTY);
        copy.original = original;
        copy.marked = copy;
        original.marked = copy;
        return copy;
    }

    private static boolean isJump(Stat statement) {
        return statement instanceof Stat.Break || statement instanceof Stat.Goto;
    }

    /** Variables declared without values; several such statements in a row are one instruction. */
    private static boolean isEmptyLocal(Stat statement) {
        return statement instanceof Stat.Local local && local.values.length == 0;
    }

    private Stat statement(Stat original, boolean jumpFollows) {
        Mark outerLeading = leading;
        pc = original.pc;
        leading = null;
        leads = true;
        Stat copy = switch (original) {
            case Stat.If s -> conditional(s, jumpFollows);
            case Stat.Do s -> new Stat.Do(block(s.body, jumpFollows, null), s.firstSlot);
            default -> copy(original);
        };
        Mark first = leading;
        leading = outerLeading;
        leads = false;
        copy.line = original.line;
        copy.pc = original.pc;
        if (copy instanceof Stat.Loop loop) {
            loop.original = (Stat.Loop) original;
        }
        Stat marked = first == null ? copy : new Stat.Marked(first, copy, false);
        return jumpFollows && original instanceof Stat.While ? new Stat.Sequel(marked, new Stat.JumpToJump()) : marked;
    }

    private Stat copy(Stat original) {
        return switch (original) {
            case Stat.Block s -> block(s);
            case Stat.Evaluate s -> new Stat.Evaluate(expression(s.expression));
            case Stat.Local s ->
                s.values.length == 0
                        ? new Stat.Marked(mark(s.lastLine), s, false)
                        : new Stat.Local(List.of(s.variables), expressions(s.values));
            case Stat.LocalFunction s -> new Stat.Marked(mark(s.function.line), s, false);
            case Stat.CloseScope s -> {
                Mark declared = mark(s.lastLine);
                Stat.CloseScope copy = new Stat.CloseScope(s.variable, block(s.rest));
                copy.pc = s.pc;
                yield new Stat.Marked(declared, copy, false);
            }
            case Stat.AssignLocal s when s.value instanceof Expr.Local same && same.variable == s.target.variable -> s;
            case Stat.AssignLocal s -> new Stat.AssignLocal(s.target, moved(s.value, s.lastLine));
            case Stat.AssignUpvalue s -> new Stat.AssignUpvalue(s.target, then(expression(s.value), s.lastLine));
            case Stat.AssignIndexed s ->
                new Stat.AssignIndexed(target(s.target), then(expression(s.value), s.lastLine));
            case Stat.AssignMany s -> {
                List<Expr> targets = Arrays.stream(s.targets)
                        .map(t -> t instanceof Expr.Indexed indexed ? target(indexed) : t)
                        .toList();
                yield new Stat.AssignMany(targets, expressions(s.values, s.lastLine));
            }
            case Stat.While s -> {
                Expr condition = condition(s.condition, s.testLine);
                Mark back = new Mark(s.lastLine, pc);
                yield new Stat.While(condition, block(s.body, true, new Stat.Marked(back, null, true)));
            }
            case Stat.Repeat s -> new Stat.Repeat(block(s.body));
            case Stat.Until s -> new Stat.Until(condition(s.condition, s.lastLine));
            case Stat.If ignored -> throw new AssertionError("see statement");
            case Stat.Do ignored -> throw new AssertionError("see statement");
            case Stat.NumericFor s -> numericFor(s);
            case Stat.GenericFor s -> genericFor(s);
            case Stat.Break s -> new Stat.Marked(mark(s.lastLine), s, true);
            case Stat.Goto s -> new Stat.Marked(mark(s.lastLine), s, true);
            case Stat.Return s -> returns(s);
            case Stat.Marked ignored -> throw new AssertionError("marked twice");
            case Stat.JumpToJump ignored -> throw new AssertionError("marked twice");
            case Stat.Sequel ignored -> throw new AssertionError("marked twice");
        };
    }

    /** A value on its way into a variable: what calls and concatenations make is moved there. */
    private Expr moved(Expr value, int line) {
        Expr copy = expression(value);
        boolean moves =
                value instanceof Expr.Call || value instanceof Expr.MethodCall || value instanceof Expr.Concatenation;
        return moves ? then(copy, line) : copy;
    }

    private Stat conditional(Stat.If s, boolean jumpFollows) {
        int site = pc;
        List<Expr> conditions = new ArrayList<>();
        List<Stat.Block> blocks = new ArrayList<>();
        for (int i = 0; i < s.conditions.length; i++) {
            pc = site;
            conditions.add(condition(s.conditions[i], s.testLines[i]));
            boolean jumps = i < s.conditions.length - 1 || s.otherwise != null;
            Stat.Marked end = jumps ? new Stat.Marked(new Mark(s.endLines[i], site), null, true) : null;
            if (end != null) {
                end.jumpsToJump = jumpFollows;
            }
            blocks.add(branch(s.blocks[i], jumps || jumpFollows, end));
        }
        Stat.Block otherwise = s.otherwise == null ? skipped(jumpFollows) : block(s.otherwise, jumpFollows, null);
        return new Stat.If(conditions, blocks, otherwise, List.of(), List.of());
    }

    /** What happens when no condition holds: a jump over the blocks, which leads to where a jump behind them does. */
    private static Stat.@Nullable Block skipped(boolean jumpFollows) {
        if (!jumpFollows) {
            return null;
        }
        Stat.Block block = new Stat.Block();
        block.marked = block;
        block.statements = new Stat[] {new Stat.JumpToJump()};
        return block;
    }

    /** A condition, which has its own first mark: it may be evaluated many times. */
    private Expr condition(Expr original, int testLine) {
        Mark outerLeading = leading;
        leading = null;
        leads = true;
        Expr copy = expression(original);
        if (isTested(original)) {
            copy = then(copy, testLine);
        }
        Mark first = leading;
        leading = outerLeading;
        leads = false;
        return first == null ? copy : new Expr.Marked(copy, first, true);
    }

    /** {@code if condition then break}: the test itself jumps. */
    private Stat.Block branch(Stat.Block original, boolean jumpFollows, Stat.@Nullable Marked end) {
        Stat.Block copy = block(original, jumpFollows, end);
        if (original.statements.length > 0 && original.statements[0] instanceof Stat.Break) {
            copy.statements[0] = original.statements[0];
        }
        return copy;
    }

    /** Whether an instruction tests the value of a condition: comparisons jump by themselves. */
    private static boolean isTested(Expr condition) {
        return switch (condition) {
            case Expr.Constant c -> false;
            case Expr.Paren p -> isTested(p.inner);
            case Expr.Unary u when u.operator == UnaryOperator.NOT -> isTested(u.operand);
            case Expr.Binary b when b.operator.isLogical() -> isTested(b.right);
            case Expr.Binary b -> !b.operator.isComparison();
            default -> true;
        };
    }

    private Stat numericFor(Stat.NumericFor s) {
        int site = pc;
        Expr start = expression(s.start);
        Expr limit = expression(s.limit);
        Expr step = s.step == null ? null : expression(s.step);
        if (step == null) {
            limit = then(limit, s.line);
        } else {
            step = then(step, s.line);
        }
        Stat.Marked next = new Stat.Marked(new Mark(s.loopLine, site), null, false);
        return new Stat.NumericFor(s.variable, start, limit, step, block(s.body, false, next));
    }

    private Stat genericFor(Stat.GenericFor s) {
        int site = pc;
        List<Expr> values = expressions(s.values, s.lastLine);
        // The iterator is called behind the body, to which it jumps back: the first time, too.
        Mark call = new Mark(s.line, site);
        values.set(values.size() - 1, new Expr.Passed(values.getLast(), call));
        Stat.Block body = block(s.body, false, new Stat.Marked(call, null, false));
        Stat.GenericFor copy = new Stat.GenericFor(List.of(s.variables), values, body);
        copy.pc = s.pc;
        copy.original = s;
        return new Stat.Sequel(copy, new Stat.Marked(mark(s.endLine, site), null, false));
    }

    private Stat returns(Stat.Return s) {
        if (s.values.length == 0) {
            return new Stat.Marked(mark(s.lastLine), s, false);
        }
        return new Stat.Return(s.tail ? expressions(s.values) : expressions(s.values, s.lastLine), s.tail);
    }

    // Expressions.

    private List<Expr> expressions(Expr[] list) {
        List<Expr> copies = new ArrayList<>();
        for (Expr e : list) {
            copies.add(expression(e));
        }
        return copies;
    }

    /** Some expressions and what is done with them. */
    private List<Expr> expressions(Expr[] list, int line) {
        List<Expr> copies = expressions(list);
        if (!copies.isEmpty()) {
            copies.set(copies.size() - 1, then(copies.getLast(), line));
        }
        return copies;
    }

    /** An expression whose value is used by an instruction on a line; 0 for none. */
    private Expr then(Expr e, int line) {
        if (line == 0) {
            return e;
        }
        boolean first = leads;
        Mark mark = mark(line);
        if (first) {
            leading = mark;
            return e;
        }
        return new Expr.Marked(e, mark, false);
    }

    private Expr.Indexed target(Expr.Indexed original) {
        Expr.Indexed copy = new Expr.Indexed(expression(original.object), expression(original.key));
        copy.pc = original.pc;
        return copy;
    }

    private Expr expression(Expr original) {
        Expr copy = copy(original);
        if (copy != original) {
            copy.line = original.line;
            copy.pc = original.pc;
        }
        return then(copy, original.truthLine);
    }

    private Expr copy(Expr original) {
        return switch (original) {
            case Expr.Constant e -> then(e, e.line);
            case Expr.Local e -> then(e, e.line);
            case Expr.UpvalueAccess e -> then(e, e.settled ? e.line : 0);
            case Expr.Vararg e -> then(e, e.line);
            case Expr.Function e -> then(e, e.line);
            case Expr.Paren e -> new Expr.Paren(expression(e.inner));
            case Expr.Indexed e -> new Expr.Indexed(expression(e.object), then(expression(e.key), e.line));
            case Expr.Unary e ->
                new Expr.Unary(
                        e.operator,
                        e.operator != UnaryOperator.NOT || isTested(e.operand)
                                ? then(expression(e.operand), e.line)
                                : expression(e.operand));
            case Expr.Binary e ->
                e.operator.isLogical()
                        ? new Expr.Binary(
                                e.operator,
                                then(expression(e.left), isTested(e.left) ? e.line : 0),
                                expression(e.right))
                        : new Expr.Binary(e.operator, expression(e.left), then(expression(e.right), e.line));
            case Expr.Concatenation e -> new Expr.Concatenation(expressions(e.operands, e.line));
            case Expr.Call e -> call(e);
            case Expr.MethodCall e -> call(e);
            case Expr.Constructor e -> constructor(e);
            case Expr.Marked ignored -> throw new AssertionError("marked twice");
            case Expr.Passed ignored -> throw new AssertionError("marked twice");
        };
    }

    private Expr call(Expr.Call e) {
        Expr function = expression(e.function);
        return e.arguments.length == 0
                ? new Expr.Call(then(function, e.line), List.of())
                : new Expr.Call(function, expressions(e.arguments, e.line));
    }

    private Expr call(Expr.MethodCall e) {
        Expr object = then(expression(e.object), e.lookup.line);
        Expr.MethodCall copy = e.arguments.length == 0
                ? new Expr.MethodCall(then(object, e.line), e.name, List.of())
                : new Expr.MethodCall(object, e.name, expressions(e.arguments, e.line));
        copy.lookup.pc = e.lookup.pc;
        return copy;
    }

    private Expr constructor(Expr.Constructor e) {
        Mark created = mark(e.line);
        List<Expr.Constructor.Field> fields = new ArrayList<>();
        for (Expr.Constructor.Field field : e.fields) {
            @Nullable Expr key = field.key == null ? null : expression(field.key);
            Expr value = expression(field.value);
            fields.add(new Expr.Constructor.Field(key, key == null ? value : then(value, field.line), field.pc));
        }
        if (e.listSize > 0) {
            Expr.Constructor.Field last = fields.removeLast();
            fields.add(new Expr.Constructor.Field(last.key, then(last.value, e.endLine), last.pc));
        }
        Expr.Constructor copy = new Expr.Constructor(fields);
        copy.pc = e.pc;
        return new Expr.Marked(copy, created, true);
    }
}
