package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Closing;
import io.moongate.lua.internal.CoroutineClosing;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.NumericLoop;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.Site;
import io.moongate.lua.internal.Upvalue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Statements (manual 3.3): nodes of the syntax tree that execute themselves. */
abstract sealed class Stat implements Site {

    /** How a statement ended. */
    static final int NORMAL = 0;

    static final int BREAK = 1;
    static final int RETURN = 2;
    static final int GOTO = 3;

    /** The condition of a repeat loop holds. */
    static final int UNTIL = 4;

    int line;

    /** Line of the last token of what the statement does itself: where its own last instruction is. */
    int lastLine;

    int pc = -1;

    abstract int exec(Frame f);

    @Override
    public final int line() {
        return line;
    }

    @Override
    public @Nullable String operand(int operand) {
        return null;
    }

    static void declare(Frame f, LocalVariable variable, LuaValue value) {
        f.slots[variable.slot] = variable.captured ? new Upvalue(value) : value;
    }

    private static void backEdge(Frame f) {
        if (f.state.signalled) {
            f.state.safepoint();
        }
    }

    /** A list of statements with a scope. */
    static final class Block extends Stat {
        static final Stat[] EMPTY = new Stat[0];

        Stat[] statements = EMPTY;

        /** The labels between the statements. */
        final List<LabelPosition> labels = new ArrayList<>();

        /** Where variables end that closures share; 0 when there are none. */
        int closeLine;

        /** The same block with marks for hooks, once there is one; this block itself where it has the marks. */
        @Nullable
        Block marked;

        /** What this block is the marked copy of; itself when it is none. */
        Block original = this;

        @Override
        int exec(Frame f) {
            return exec(f, 0);
        }

        /** Goes on behind a statement that ended with a signal. */
        int goOn(Frame f, int index, int signal) {
            if (signal == GOTO && f.target.block == original) {
                return exec(f, f.target.index);
            }
            return signal == NORMAL ? exec(f, index + 1) : signal;
        }

        private int exec(Frame f, int from) {
            Stat[] list = statements;
            for (int i = from; i < list.length; i++) {
                Stat statement = list[i];
                if (f.state.hooked && marked != this) {
                    statement = marked(f).statements[i];
                }
                int signal = statement.exec(f);
                if (signal != NORMAL) {
                    if (signal != GOTO || f.target.block != original) {
                        return signal;
                    }
                    backEdge(f);
                    i = f.target.index - 1;
                }
            }
            return NORMAL;
        }

        private Block marked(Frame f) {
            if (marked == null) {
                f.closure.prototype.markedBody();
            }
            return marked;
        }
    }

    /** A mark of its own, or in front of a statement. */
    static final class Marked extends Stat {
        final Mark mark;
        private final @Nullable Stat inner;
        private final boolean jump;

        /** Whether another jump is where this one leads: it is never reached on this way. */
        boolean jumpsToJump;

        /** @param jump whether the instruction is a jump */
        Marked(Mark mark, @Nullable Stat inner, boolean jump) {
            this.mark = mark;
            this.inner = inner;
            this.jump = jump;
        }

        @Override
        int exec(Frame f) {
            if (!jump || !f.jumped) {
                mark.reached(f);
            }
            f.jumped = jumpsToJump;
            return inner == null ? NORMAL : inner.exec(f);
        }
    }

    /** A jump to a jump, which goes where that one leads. */
    static final class JumpToJump extends Stat {
        @Override
        int exec(Frame f) {
            f.jumped = true;
            return NORMAL;
        }
    }

    /** A statement with something marked behind it. */
    static final class Sequel extends Stat {
        private final Stat inner;
        private final Stat then;

        Sequel(Stat inner, Stat then) {
            this.inner = inner;
            this.then = then;
        }

        @Override
        int exec(Frame f) {
            int signal = inner.exec(f);
            return signal == NORMAL ? then.exec(f) : signal;
        }
    }

    /** An expression whose values nobody wants. */
    static final class Evaluate extends Stat {
        final Expr expression;

        Evaluate(Expr expression) {
            this.expression = expression;
        }

        @Override
        int exec(Frame f) {
            expression.eval(f);
            return NORMAL;
        }
    }

    /** {@code local names = values}. */
    static final class Local extends Stat {
        final LocalVariable[] variables;
        final Expr[] values;

        Local(List<LocalVariable> variables, List<Expr> values) {
            this.variables = variables.toArray(new LocalVariable[0]);
            this.values = values.toArray(Expr.NONE);
        }

        @Override
        int exec(Frame f) {
            if (variables.length == 1 && values.length == 1) {
                declare(f, variables[0], values[0].eval(f));
            } else if (values.length == 0) {
                for (LocalVariable variable : variables) {
                    declare(f, variable, LuaValue.NIL);
                }
            } else {
                Varargs all = Expr.evalList(values, f);
                for (int i = 0; i < variables.length; i++) {
                    declare(f, variables[i], all.arg(i + 1));
                }
            }
            return NORMAL;
        }
    }

    /** {@code local function name}: the variable is there before the function, which may refer to it. */
    static final class LocalFunction extends Stat {
        final LocalVariable variable;
        final Expr.Function function;

        LocalFunction(LocalVariable variable, Expr.Function function) {
            this.variable = variable;
            this.function = function;
        }

        @Override
        int exec(Frame f) {
            declare(f, variable, LuaValue.NIL);
            f.set(variable.slot, function.eval(f));
            return NORMAL;
        }
    }

    /** A to-be-closed variable and the rest of its block (manual 3.3.8). */
    static final class CloseScope extends Stat {
        final LocalVariable variable;
        final Block rest;

        CloseScope(LocalVariable variable, Block rest) {
            this.variable = variable;
            this.rest = rest;
        }

        @Override
        int exec(Frame f) {
            LuaValue value = f.get(variable.slot);
            f.info.pc = pc;
            Closing.check(f.state, value, variable.name);
            return guarded(f, rest, value, this);
        }

        static int guarded(Frame f, Block block, LuaValue value, Stat site) {
            int signal;
            try {
                signal = block.exec(f);
            } catch (LuaError e) {
                f.info.pc = site.pc;
                throw Closing.onError(f.thread, f.info, value, e);
            } catch (StackOverflowError e) {
                f.info.pc = site.pc;
                throw Closing.onError(f.thread, f.info, value, new ScriptError("stack overflow"));
            } catch (CoroutineClosing e) {
                f.info.pc = site.pc;
                throw Closing.onClose(f.thread, f.info, value, e);
            }
            f.info.pc = site.pc;
            Closing.close(f.state, value, LuaValue.NIL);
            return signal;
        }

        @Override
        public FunctionName callee() {
            return new FunctionName("metamethod", "close");
        }
    }

    /** {@code variable = value}. */
    static final class AssignLocal extends Stat {
        final Expr.Local target;
        final Expr value;

        AssignLocal(Expr.Local target, Expr value) {
            this.target = target;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            target.assign(f, value.eval(f));
            return NORMAL;
        }
    }

    static final class AssignUpvalue extends Stat {
        final Expr.UpvalueAccess target;
        final Expr value;

        AssignUpvalue(Expr.UpvalueAccess target, Expr value) {
            this.target = target;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            target.assign(f, value.eval(f));
            return NORMAL;
        }
    }

    static final class AssignIndexed extends Stat {
        final Expr.Indexed target;
        final Expr value;

        AssignIndexed(Expr.Indexed target, Expr value) {
            this.target = target;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            LuaValue container = target.object.eval(f);
            LuaValue key = target.key.eval(f);
            target.assign(f, container, key, value.eval(f));
            return NORMAL;
        }
    }

    /** {@code a, b[i] = x, y}: all is evaluated before anything is assigned. */
    static final class AssignMany extends Stat {
        final Expr[] targets;
        final Expr[] values;

        AssignMany(List<Expr> targets, List<Expr> values) {
            this.targets = targets.toArray(Expr.NONE);
            this.values = values.toArray(Expr.NONE);
        }

        @Override
        int exec(Frame f) {
            LuaValue[] prefixes = new LuaValue[2 * targets.length];
            for (int i = 0; i < targets.length; i++) {
                if (targets[i] instanceof Expr.Indexed indexed) {
                    prefixes[2 * i] = indexed.object.eval(f);
                    prefixes[2 * i + 1] = indexed.key.eval(f);
                }
            }
            Varargs all = Expr.evalList(values, f);
            for (int i = targets.length - 1; i >= 0; i--) {
                assign(f, targets[i], prefixes[2 * i], prefixes[2 * i + 1], all.arg(i + 1));
            }
            return NORMAL;
        }

        private static void assign(Frame f, Expr target, LuaValue container, LuaValue key, LuaValue value) {
            switch (target) {
                case Expr.Local local -> local.assign(f, value);
                case Expr.UpvalueAccess upvalue -> upvalue.assign(f, value);
                case Expr.Indexed indexed -> indexed.assign(f, container, key, value);
                default -> throw new AssertionError(target);
            }
        }
    }

    /** {@code do … end}: people write it to let go of what is in it, so its variables are cleared. */
    static final class Do extends Stat {
        final Block body;
        final int firstSlot;

        Do(Block body, int firstSlot) {
            this.body = body;
            this.firstSlot = firstSlot;
        }

        @Override
        int exec(Frame f) {
            return ended(f, body.exec(f));
        }

        int ended(Frame f, int signal) {
            Arrays.fill(f.slots, firstSlot, f.slots.length, null);
            return signal;
        }
    }

    /** A loop: compiled on its own when it runs for long in an interpreted function. */
    abstract static sealed class Loop extends Stat {
        /** How many loops of the function are around this one. */
        int depth;

        /** What this loop is the marked copy of; itself when it is none. */
        Loop original = this;

        private @Nullable LoopCode compiled;
        private boolean cold;

        /** How the loop ends when an iteration does not end normally. */
        final int ended(int signal) {
            return signal == BREAK || signal == UNTIL ? NORMAL : signal;
        }

        final @Nullable LoopCode hot(Frame f) {
            if (f.state.hooked) {
                return null;
            }
            if (original != this) {
                return original.hot(f);
            }
            if (compiled == null && !cold) {
                LuaPrototype prototype = f.closure.prototype;
                compiled = Compiler.compile(prototype, this);
                cold = compiled == null;
            }
            return compiled;
        }
    }

    static final class While extends Loop {
        final Expr condition;
        final Block body;
        int testLine;

        While(Expr condition, Block body) {
            this.condition = condition;
            this.body = body;
        }

        @Override
        int exec(Frame f) {
            while (condition.test(f)) {
                int signal = body.exec(f);
                if (signal != NORMAL) {
                    return ended(signal);
                }
                backEdge(f);
                if (f.closure.prototype.heat()) {
                    LoopCode hot = hot(f);
                    if (hot != null) {
                        return hot.run(f);
                    }
                }
            }
            return NORMAL;
        }
    }

    /** The last statement of the body is an {@link Until}, which sees the body's variables. */
    static final class Repeat extends Loop {
        final Block body;

        Repeat(Block body) {
            this.body = body;
        }

        @Override
        int exec(Frame f) {
            for (; ; ) {
                int signal = body.exec(f);
                if (signal != NORMAL) {
                    return ended(signal);
                }
                backEdge(f);
                if (f.closure.prototype.heat()) {
                    LoopCode hot = hot(f);
                    if (hot != null) {
                        return hot.run(f);
                    }
                }
            }
        }
    }

    static final class Until extends Stat {
        final Expr condition;

        Until(Expr condition) {
            this.condition = condition;
        }

        @Override
        int exec(Frame f) {
            return condition.test(f) ? UNTIL : NORMAL;
        }
    }

    static final class If extends Stat {
        final Expr[] conditions;
        final Block[] blocks;
        final @Nullable Block otherwise;

        /** Lines on which the conditions are tested, and those on which the blocks end. */
        final int[] testLines;

        final int[] endLines;

        If(
                List<Expr> conditions,
                List<Block> blocks,
                @Nullable Block otherwise,
                List<Integer> testLines,
                List<Integer> endLines) {
            this.conditions = conditions.toArray(Expr.NONE);
            this.blocks = blocks.toArray(new Block[0]);
            this.otherwise = otherwise;
            this.testLines = testLines.stream().mapToInt(Integer::intValue).toArray();
            this.endLines = endLines.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        int exec(Frame f) {
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].test(f)) {
                    return blocks[i].exec(f);
                }
            }
            return otherwise == null ? NORMAL : otherwise.exec(f);
        }
    }

    /** {@code for variable = start, limit, step} (manual 3.3.5). */
    static final class NumericFor extends Loop {
        final LocalVariable variable;
        final Expr start;
        final Expr limit;
        final @Nullable Expr step;
        final Block body;

        /** Where the loop is prepared is {@link #line}; this is where it goes on. */
        int loopLine;

        NumericFor(LocalVariable variable, Expr start, Expr limit, @Nullable Expr step, Block body) {
            this.variable = variable;
            this.start = start;
            this.limit = limit;
            this.step = step;
            this.body = body;
        }

        @Override
        int exec(Frame f) {
            LuaValue from = start.eval(f);
            LuaValue to = limit.eval(f);
            LuaValue by = step == null ? LuaInt.of(1) : step.eval(f);
            f.info.pc = pc;
            if (from instanceof LuaInt i && by instanceof LuaInt s) {
                return count(f, i.value, NumericLoop.iterations(f.state, i.value, to, s.value), s.value);
            }
            return floats(f, new Range(f.state, from, to, by));
        }

        /** Iterates over integers. */
        int count(Frame f, long from, long iterations, long by) {
            long i = from;
            for (long remaining = iterations; remaining != 0; remaining--) {
                declare(f, variable, LuaInt.of(i));
                int signal = body.exec(f);
                if (signal != NORMAL) {
                    return ended(signal);
                }
                backEdge(f);
                i += by;
                if (f.closure.prototype.heat() && remaining > 1) {
                    LoopCode hot = hot(f);
                    if (hot != null) {
                        return hot.count(f, i, remaining - 1, by);
                    }
                }
            }
            return NORMAL;
        }

        int floats(Frame f, Range range) {
            for (LuaValue next = range.next(); next != null; next = range.next()) {
                declare(f, variable, next);
                int signal = body.exec(f);
                if (signal != NORMAL) {
                    return ended(signal);
                }
                backEdge(f);
            }
            return NORMAL;
        }
    }

    /** {@code for variables in values}. */
    static final class GenericFor extends Loop {
        final LocalVariable[] variables;
        final Expr[] values;
        final Block body;

        /** Where the loop's own variables end. */
        int endLine;

        GenericFor(List<LocalVariable> variables, List<Expr> values, Block body) {
            this.variables = variables.toArray(new LocalVariable[0]);
            this.values = values.toArray(Expr.NONE);
            this.body = body;
        }

        @Override
        int exec(Frame f) {
            Iteration iteration = new Iteration(f.state, f.thread, f.info, pc, Expr.evalList(values, f));
            return closing(iteration, () -> loop(f, iteration));
        }

        /** Closes what is iterated over when the loop ends. */
        int closing(Iteration iteration, IntSupplier loop) {
            int signal;
            try {
                signal = loop.getAsInt();
            } catch (RuntimeException | Error e) {
                throw Fast.unchecked(iteration.fail(e));
            }
            iteration.close();
            return signal;
        }

        /** Iterates from the next values on. */
        int loop(Frame f, Iteration iteration) {
            while (iteration.next()) {
                declareVariables(f, iteration);
                int signal = body.exec(f);
                if (signal != NORMAL) {
                    return ended(signal);
                }
                backEdge(f);
                if (f.closure.prototype.heat()) {
                    LoopCode hot = hot(f);
                    if (hot != null) {
                        return hot.iterate(f, iteration);
                    }
                }
            }
            return NORMAL;
        }

        private void declareVariables(Frame f, Iteration iteration) {
            declare(f, variables[0], iteration.first);
            if (variables.length > 1) {
                declare(f, variables[1], iteration.second);
            }
            for (int i = 2; i < variables.length; i++) {
                declare(f, variables[i], iteration.variable(i + 1));
            }
        }

        @Override
        public String operand(int operand) {
            return "for iterator 'for iterator'";
        }

        @Override
        public FunctionName callee() {
            return new FunctionName("for iterator", "for iterator");
        }
    }

    static final class Break extends Stat {
        @Override
        int exec(Frame f) {
            return BREAK;
        }
    }

    static final class Goto extends Stat {
        final String name;

        @Nullable
        LabelPosition target;

        Goto(String name) {
            this.name = name;
        }

        @Override
        int exec(Frame f) {
            f.target = target;
            return GOTO;
        }
    }

    static final class Return extends Stat {
        final Expr[] values;
        final boolean tail;

        /** @param mayTail whether a call may take the place of this function: nothing is to be closed */
        Return(List<Expr> values, boolean mayTail) {
            this.values = values.toArray(Expr.NONE);
            this.tail = mayTail
                    && values.size() == 1
                    && (values.getFirst() instanceof Expr.Call || values.getFirst() instanceof Expr.MethodCall);
        }

        @Override
        int exec(Frame f) {
            f.result = tail ? tail(f) : Expr.evalList(values, f);
            return RETURN;
        }

        private Varargs tail(Frame f) {
            return values[0] instanceof Expr.Call call ? call.evalTail(f) : ((Expr.MethodCall) values[0]).evalTail(f);
        }
    }
}
