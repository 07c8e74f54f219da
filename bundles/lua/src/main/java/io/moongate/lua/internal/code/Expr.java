package io.moongate.lua.internal.code;

import io.moongate.lua.internal.AbstractNumber;
import io.moongate.lua.internal.Arith;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Site;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Expressions (manual 3.4): nodes of the syntax tree that evaluate themselves. */
abstract sealed class Expr implements Site {

    static final Expr[] NONE = new Expr[0];

    /** Where the reference implementation has the instruction of this node; 0 when it has none. */
    int line;

    /** Whether {@link #line} is that line for good: see {@link Parser}. */
    boolean settled;

    /** Where the outcome of a comparison is made a value; 0 where it is not. */
    int truthLine;

    /** Index among the sites of its function. */
    int pc = -1;

    /** The value, the first one when there are several. */
    abstract LuaValue eval(Frame f);

    /** All values; only of expressions that are {@link #isMultiple}. */
    Varargs evalAll(Frame f) {
        return eval(f);
    }

    /** Whether the expression is a call or {@code ...}. */
    boolean isMultiple() {
        return false;
    }

    final boolean test(Frame f) {
        LuaValue value = eval(f);
        return value != LuaValue.NIL && value != LuaValue.FALSE;
    }

    /** What messages call the value: {@code "local 'x'"}; null when there is no name for it. */
    @Nullable
    String describe() {
        return null;
    }

    @Override
    public final int line() {
        return line;
    }

    @Override
    public @Nullable String operand(int operand) {
        return null;
    }

    /** The values of a list, the last of which may be multiple. */
    static Varargs evalList(Expr[] list, Frame f) {
        int count = list.length;
        if (count == 0) {
            return LuaValue.NONE;
        }
        Expr last = list[count - 1];
        if (count == 1) {
            return last.isMultiple() ? last.evalAll(f) : last.eval(f);
        }
        if (!last.isMultiple()) {
            LuaValue[] values = new LuaValue[count];
            for (int i = 0; i < count; i++) {
                values[i] = list[i].eval(f);
            }
            return Values.of(values);
        }
        LuaValue[] first = new LuaValue[count - 1];
        for (int i = 0; i < first.length; i++) {
            first[i] = list[i].eval(f);
        }
        return join(first, last.evalAll(f));
    }

    static Varargs join(LuaValue[] first, Varargs rest) {
        int count = rest.narg();
        LuaValue[] all = new LuaValue[first.length + count];
        System.arraycopy(first, 0, all, 0, first.length);
        Values.copy(rest, all, first.length, count);
        return Values.of(all);
    }

    /** An expression with a mark: reached before it is evaluated, or when it has its value. */
    static final class Marked extends Expr {
        private final Expr inner;
        private final Mark mark;
        private final boolean before;

        Marked(Expr inner, Mark mark, boolean before) {
            this.inner = inner;
            this.mark = mark;
            this.before = before;
        }

        @Override
        LuaValue eval(Frame f) {
            if (before) {
                mark.reached(f);
                return inner.eval(f);
            }
            LuaValue value = inner.eval(f);
            mark.reached(f);
            return value;
        }

        @Override
        Varargs evalAll(Frame f) {
            if (before) {
                mark.reached(f);
                return inner.evalAll(f);
            }
            Varargs values = inner.evalAll(f);
            mark.reached(f);
            return values;
        }

        @Override
        boolean isMultiple() {
            return inner.isMultiple();
        }
    }

    /** An expression with an instruction behind it that hooks do not see. */
    static final class Passed extends Expr {
        private final Expr inner;
        private final Mark mark;

        Passed(Expr inner, Mark mark) {
            this.inner = inner;
            this.mark = mark;
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue value = inner.eval(f);
            mark.passed(f);
            return value;
        }

        @Override
        Varargs evalAll(Frame f) {
            Varargs values = inner.evalAll(f);
            mark.passed(f);
            return values;
        }

        @Override
        boolean isMultiple() {
            return inner.isMultiple();
        }
    }

    /** A literal. */
    static final class Constant extends Expr {
        final LuaValue value;

        Constant(LuaValue value) {
            this.value = value;
        }

        @Override
        LuaValue eval(Frame f) {
            return value;
        }

        @Override
        @Nullable
        String describe() {
            return value instanceof LuaString string ? "constant '" + Names.text(string) + "'" : null;
        }
    }

    /** {@code ...}. */
    static final class Vararg extends Expr {
        @Override
        LuaValue eval(Frame f) {
            Varargs values = f.varargs;
            return values.narg() == 0 ? LuaValue.NIL : values.arg1();
        }

        @Override
        Varargs evalAll(Frame f) {
            return f.varargs;
        }

        @Override
        boolean isMultiple() {
            return true;
        }
    }

    /** An expression in parentheses: one value. */
    static final class Paren extends Expr {
        final Expr inner;

        Paren(Expr inner) {
            this.inner = inner;
        }

        @Override
        LuaValue eval(Frame f) {
            return inner.eval(f);
        }

        @Override
        @Nullable
        String describe() {
            return inner.describe();
        }
    }

    static final class Local extends Expr {
        final LocalVariable variable;

        Local(LocalVariable variable) {
            this.variable = variable;
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue value = f.slots[variable.slot];
            return value instanceof Upvalue upvalue ? upvalue.value : value;
        }

        void assign(Frame f, LuaValue value) {
            if (variable.captured) {
                ((Upvalue) f.slots[variable.slot]).value = value;
            } else {
                f.slots[variable.slot] = value;
            }
        }

        @Override
        String describe() {
            return "local '" + variable.name + "'";
        }
    }

    static final class UpvalueAccess extends Expr {
        final int index;
        final String name;

        UpvalueAccess(int index, String name) {
            this.index = index;
            this.name = name;
        }

        @Override
        LuaValue eval(Frame f) {
            return f.closure.upvalues[index].value;
        }

        void assign(Frame f, LuaValue value) {
            f.closure.upvalues[index].value = value;
        }

        @Override
        String describe() {
            return "upvalue '" + name + "'";
        }
    }

    /** {@code object[key]}, {@code object.key} and, with {@code _ENV} as object, global variables. */
    static final class Indexed extends Expr {
        final Expr object;
        final Expr key;

        Indexed(Expr object, Expr key) {
            this.object = object;
            this.key = key;
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue container = object.eval(f);
            LuaValue index = key.eval(f);
            if (container instanceof Table table) {
                LuaValue value = table.peek(index);
                if (value != null) {
                    return value;
                }
                if (table.metatable == null) {
                    return LuaValue.NIL;
                }
            }
            f.info.pc = pc;
            return Index.get(f.state, container, index);
        }

        void assign(Frame f, LuaValue container, LuaValue index, LuaValue value) {
            f.info.pc = pc;
            if (index instanceof LuaString string) {
                Index.set(f.state, container, string, value);
            } else {
                Index.set(f.state, container, index, value);
            }
        }

        boolean isGlobal() {
            return switch (object) {
                case UpvalueAccess upvalue -> upvalue.name.equals(Parser.ENV);
                case Local local -> local.variable.name.equals(Parser.ENV);
                default -> false;
            };
        }

        @Override
        String describe() {
            if (key instanceof Constant constant && constant.value instanceof LuaString name) {
                return (isGlobal() ? "global '" : "field '") + Names.text(name) + "'";
            }
            boolean integer = key instanceof Constant constant && constant.value instanceof LuaInt;
            return integer ? "field 'integer index'" : "field '?'";
        }

        @Override
        public @Nullable String operand(int operand) {
            return operand == 0 ? object.describe() : key.describe();
        }

        @Override
        public FunctionName callee() {
            return new FunctionName("metamethod", Event.INDEX.label());
        }
    }

    /** {@code function(arguments)}. */
    static final class Call extends Expr {
        final Expr function;
        final Expr[] arguments;

        Call(Expr function, List<Expr> arguments) {
            this.function = function;
            this.arguments = arguments.toArray(NONE);
        }

        boolean hasFixedArguments() {
            return arguments.length == 0 || !arguments[arguments.length - 1].isMultiple();
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue callee = function.eval(f);
            if (arguments.length > 3 || !hasFixedArguments()) {
                return LuaClosure.first(invokeList(f, callee));
            }
            LuaValue result = call(f, callee);
            f.thread.top = f.info;
            return result == LuaValue.NONE ? LuaValue.NIL : result;
        }

        private LuaValue call(Frame f, LuaValue callee) {
            GlobalState state = f.state;
            switch (arguments.length) {
                case 0 -> {
                    f.info.pc = pc;
                    return Calls.call(state, callee);
                }
                case 1 -> {
                    LuaValue a = arguments[0].eval(f);
                    f.info.pc = pc;
                    return Calls.call(state, callee, a);
                }
                case 2 -> {
                    LuaValue a = arguments[0].eval(f);
                    LuaValue b = arguments[1].eval(f);
                    f.info.pc = pc;
                    return Calls.call(state, callee, a, b);
                }
                default -> {
                    LuaValue a = arguments[0].eval(f);
                    LuaValue b = arguments[1].eval(f);
                    LuaValue c = arguments[2].eval(f);
                    f.info.pc = pc;
                    return Calls.call(state, callee, a, b, c);
                }
            }
        }

        private Varargs invokeList(Frame f, LuaValue callee) {
            Varargs values = evalList(arguments, f);
            f.info.pc = pc;
            Varargs results = Calls.invoke(f.state, callee, values);
            f.thread.top = f.info;
            return results;
        }

        @Override
        Varargs evalAll(Frame f) {
            return invokeList(f, function.eval(f));
        }

        /** A call in tail position: of a Lua function, only what is to be called. */
        Varargs evalTail(Frame f) {
            LuaValue callee = function.eval(f);
            Varargs values = evalList(arguments, f);
            f.info.pc = pc;
            return tail(f, callee, values);
        }

        static Varargs tail(Frame f, LuaValue callee, Varargs values) {
            if (callee instanceof LuaClosure closure) {
                return new TailCall(closure, values);
            }
            if (!(callee instanceof LuaFunction)) {
                return tail(f, Calls.callable(f.state, callee), Values.prepend(callee, values));
            }
            Varargs results = Calls.invoke(f.state, callee, values);
            f.thread.top = f.info;
            return results;
        }

        @Override
        boolean isMultiple() {
            return true;
        }

        @Override
        public @Nullable String operand(int operand) {
            return function.describe();
        }

        @Override
        public @Nullable FunctionName callee() {
            String description = function.describe();
            return description == null ? null : parse(description);
        }

        private static FunctionName parse(String description) {
            int space = description.indexOf(' ');
            return new FunctionName(
                    description.substring(0, space), description.substring(space + 2, description.length() - 1));
        }
    }

    /** {@code object:name(arguments)}. */
    static final class MethodCall extends Expr {
        final Expr object;
        final LuaString name;
        final Expr[] arguments;

        /** Where the method is looked up: a site of its own, as it fails in its own way. */
        final Indexed lookup;

        MethodCall(Expr object, LuaString name, List<Expr> arguments) {
            this.object = object;
            this.lookup = new Indexed(object, new Constant(name));
            this.name = name;
            this.arguments = arguments.toArray(NONE);
        }

        boolean hasFixedArguments() {
            return arguments.length == 0 || !arguments[arguments.length - 1].isMultiple();
        }

        private LuaValue method(Frame f, LuaValue self) {
            f.info.pc = lookup.pc;
            return Index.get(f.state, self, name);
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue self = object.eval(f);
            LuaValue callee = method(f, self);
            if (arguments.length > 2 || !hasFixedArguments()) {
                return LuaClosure.first(invokeList(f, callee, self));
            }
            LuaValue result = call(f, callee, self);
            f.thread.top = f.info;
            return result == LuaValue.NONE ? LuaValue.NIL : result;
        }

        private LuaValue call(Frame f, LuaValue callee, LuaValue self) {
            GlobalState state = f.state;
            switch (arguments.length) {
                case 0 -> {
                    f.info.pc = pc;
                    return Calls.call(state, callee, self);
                }
                case 1 -> {
                    LuaValue a = arguments[0].eval(f);
                    f.info.pc = pc;
                    return Calls.call(state, callee, self, a);
                }
                default -> {
                    LuaValue a = arguments[0].eval(f);
                    LuaValue b = arguments[1].eval(f);
                    f.info.pc = pc;
                    return Calls.call(state, callee, self, a, b);
                }
            }
        }

        private Varargs invokeList(Frame f, LuaValue callee, LuaValue self) {
            Varargs values = Values.prepend(self, evalList(arguments, f));
            f.info.pc = pc;
            Varargs results = Calls.invoke(f.state, callee, values);
            f.thread.top = f.info;
            return results;
        }

        @Override
        Varargs evalAll(Frame f) {
            LuaValue self = object.eval(f);
            return invokeList(f, method(f, self), self);
        }

        Varargs evalTail(Frame f) {
            LuaValue self = object.eval(f);
            LuaValue callee = method(f, self);
            Varargs values = Values.prepend(self, evalList(arguments, f));
            f.info.pc = pc;
            return Call.tail(f, callee, values);
        }

        @Override
        boolean isMultiple() {
            return true;
        }

        @Override
        public String operand(int operand) {
            return "method '" + Names.text(name) + "'";
        }

        @Override
        public FunctionName callee() {
            return new FunctionName("method", Names.text(name));
        }
    }

    /** A function's body where it becomes a closure. */
    static final class Function extends Expr {
        final LuaPrototype prototype;

        Function(LuaPrototype prototype) {
            this.prototype = prototype;
        }

        @Override
        LuaValue eval(Frame f) {
            UpvalueSource[] sources = prototype.upvalues;
            Upvalue[] upvalues = new Upvalue[sources.length];
            for (int i = 0; i < upvalues.length; i++) {
                UpvalueSource source = sources[i];
                upvalues[i] = source.local() != null
                        ? (Upvalue) f.slots[source.local().slot]
                        : f.closure.upvalues[source.index()];
            }
            return new LuaClosure(f.state, prototype, upvalues);
        }
    }

    static final class Binary extends Expr {
        final BinaryOperator operator;
        final Expr left;
        final Expr right;

        /** What operands the interpreter has seen: {@link #SEEN_INT} and so on. */
        int seen;

        static final int SEEN_INT = 1;
        static final int SEEN_FLOAT = 2;
        static final int SEEN_OTHER = 4;

        Binary(BinaryOperator operator, Expr left, Expr right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        LuaValue eval(Frame f) {
            if (operator.isLogical()) {
                return logical(f);
            }
            LuaValue a = left.eval(f);
            LuaValue b = right.eval(f);
            f.info.pc = pc;
            observe(a, b);
            GlobalState s = f.state;
            return switch (operator) {
                case ADD -> Arith.add(s, a, b);
                case SUB -> Arith.sub(s, a, b);
                case MUL -> Arith.mul(s, a, b);
                case DIV -> Arith.div(s, a, b);
                case MOD -> Arith.mod(s, a, b);
                case POW -> Arith.pow(s, a, b);
                case IDIV -> Arith.idiv(s, a, b);
                case BAND -> Arith.band(s, a, b);
                case BOR -> Arith.bor(s, a, b);
                case BXOR -> Arith.bxor(s, a, b);
                case SHL -> Arith.shl(s, a, b);
                case SHR -> Arith.shr(s, a, b);
                case EQ -> bool(Compare.equal(s, a, b));
                case NE -> bool(!Compare.equal(s, a, b));
                case LT -> bool(Compare.lessThan(s, a, b));
                case LE -> bool(Compare.lessEqual(s, a, b));
                case GT -> bool(Compare.lessThan(s, b, a));
                case GE -> bool(Compare.lessEqual(s, b, a));
                default -> throw new AssertionError(operator);
            };
        }

        private void observe(LuaValue a, LuaValue b) {
            if (a instanceof LuaInt && b instanceof LuaInt) {
                seen |= SEEN_INT;
            } else if (a instanceof AbstractNumber && b instanceof AbstractNumber) {
                seen |= SEEN_FLOAT;
            } else {
                seen |= SEEN_OTHER;
            }
        }

        private static LuaValue bool(boolean value) {
            return value ? LuaValue.TRUE : LuaValue.FALSE;
        }

        private LuaValue logical(Frame f) {
            LuaValue a = left.eval(f);
            boolean truth = a != LuaValue.NIL && a != LuaValue.FALSE;
            return truth == (operator == BinaryOperator.OR) ? a : right.eval(f);
        }

        @Override
        public @Nullable String operand(int operand) {
            return (operand == 0 ? left : right).describe();
        }

        @Override
        public @Nullable FunctionName callee() {
            return operator.event == null ? null : new FunctionName("metamethod", operator.event.label());
        }
    }

    /** {@code a .. b .. c}, all operands of a chain in one node. */
    static final class Concatenation extends Expr {
        final Expr[] operands;

        Concatenation(List<Expr> operands) {
            this.operands = operands.toArray(NONE);
        }

        @Override
        LuaValue eval(Frame f) {
            if (operands.length == 2) {
                LuaValue a = operands[0].eval(f);
                LuaValue b = operands[1].eval(f);
                f.info.pc = pc;
                return Concat.concat(f.state, a, b);
            }
            LuaValue[] values = new LuaValue[operands.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = operands[i].eval(f);
            }
            f.info.pc = pc;
            return Concat.concat(f.state, values);
        }

        @Override
        public @Nullable String operand(int operand) {
            return operand < operands.length ? operands[operand].describe() : null;
        }

        @Override
        public FunctionName callee() {
            return new FunctionName("metamethod", Event.CONCAT.label());
        }
    }

    static final class Unary extends Expr {
        final UnaryOperator operator;
        final Expr operand;

        Unary(UnaryOperator operator, Expr operand) {
            this.operator = operator;
            this.operand = operand;
        }

        @Override
        LuaValue eval(Frame f) {
            LuaValue value = operand.eval(f);
            f.info.pc = pc;
            return switch (operator) {
                case NEGATE -> Arith.neg(f.state, value);
                case COMPLEMENT -> Arith.bnot(f.state, value);
                case LENGTH -> Index.length(f.state, value);
                case NOT -> value == LuaValue.NIL || value == LuaValue.FALSE ? LuaValue.TRUE : LuaValue.FALSE;
            };
        }

        @Override
        public @Nullable String operand(int which) {
            return operand.describe();
        }

        @Override
        public @Nullable FunctionName callee() {
            return operator.event == null ? null : new FunctionName("metamethod", operator.event.label());
        }
    }

    /** {@code { … }}: fields in the order of the source; {@code key} is null in those of the list. */
    static final class Constructor extends Expr {
        final Field[] fields;
        final int listSize;

        /** Where the last fields of the list are set. */
        int endLine;

        Constructor(List<Field> fields) {
            this.fields = fields.toArray(new Field[0]);
            int count = 0;
            for (Field field : fields) {
                count += field.key == null ? 1 : 0;
            }
            this.listSize = count;
        }

        /** A field; with a key, a site of its own: a key may be nil. */
        static final class Field implements Site {
            final @Nullable Expr key;
            final Expr value;
            int line;
            int pc;

            Field(@Nullable Expr key, Expr value, int pc) {
                this.key = key;
                this.value = value;
                this.pc = pc;
            }

            @Override
            public int line() {
                return line;
            }

            @Override
            public @Nullable String operand(int operand) {
                return null;
            }
        }

        @Override
        LuaValue eval(Frame f) {
            Table table = new Table(listSize, fields.length - listSize);
            long index = 0;
            for (int i = 0; i < fields.length; i++) {
                Field field = fields[i];
                if (field.key != null) {
                    LuaValue key = field.key.eval(f);
                    LuaValue value = field.value.eval(f);
                    f.info.pc = field.pc;
                    Index.set(f.state, table, key, value);
                } else if (i == fields.length - 1 && field.value.isMultiple()) {
                    table.putAll(index, field.value.evalAll(f));
                } else {
                    table.putListed(++index, field.value.eval(f));
                }
            }
            return table;
        }
    }
}
