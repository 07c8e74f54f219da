package io.moongate.lua.internal.code;

import static io.moongate.lua.internal.code.Expr.Binary.SEEN_FLOAT;
import static io.moongate.lua.internal.code.Expr.Binary.SEEN_INT;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import io.moongate.lua.internal.Arith;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.NumericLoop;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.code.Analysis.Rep;
import io.moongate.lua.internal.code.Analysis.Type;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Writes the JVM code of one function or loop. */
final class Emitter {

    static final ClassDesc CODE = desc(Code.class);
    static final ClassDesc LOOP_CODE = desc(LoopCode.class);
    static final ClassDesc VALUE = desc(LuaValue.class);
    static final ClassDesc VARARGS = desc(Varargs.class);
    static final MethodTypeDesc ARG = MethodTypeDesc.of(VALUE, CD_int);

    private static final ClassDesc CLOSURE = desc(LuaClosure.class);
    static final MethodTypeDesc ENTER_VARARGS = MethodTypeDesc.of(VARARGS, CLOSURE, VARARGS);

    private static final ClassDesc FRAME = desc(Frame.class);
    private static final ClassDesc ITERATION = desc(Iteration.class);
    private static final ClassDesc FAST = desc(Fast.class);
    private static final ClassDesc STATE = desc(GlobalState.class);
    private static final ClassDesc THREAD = desc(Coroutine.class);
    private static final ClassDesc INFO = desc(CallInfo.class);
    private static final ClassDesc UPVALUE = desc(Upvalue.class);
    private static final ClassDesc TABLE = desc(Table.class);
    private static final ClassDesc LUAJ_TABLE = desc(LuaTable.class);
    private static final ClassDesc INT = desc(LuaInt.class);
    private static final ClassDesc FLOAT = desc(LuaFloat.class);
    private static final ClassDesc STRING = desc(LuaString.class);
    private static final ClassDesc ARITH = desc(Arith.class);
    private static final ClassDesc COMPARE = desc(Compare.class);
    private static final ClassDesc INDEX = desc(Index.class);
    private static final ClassDesc CONCAT = desc(Concat.class);
    private static final ClassDesc VALUES = desc(Values.class);
    private static final ClassDesc LOOP = desc(NumericLoop.class);
    private static final ClassDesc PROTOTYPE = desc(LuaPrototype.class);
    private static final ClassDesc PROTOTYPE_API = desc(Prototype.class);
    private static final ClassDesc MATH = desc(Math.class);
    private static final ClassDesc LABEL = desc(LabelPosition.class);
    private static final ClassDesc THROWABLE = desc(Throwable.class);
    private static final ClassDesc VALUE_ARRAY = VALUE.arrayType();
    private static final ClassDesc UPVALUE_ARRAY = UPVALUE.arrayType();

    private static final MethodTypeDesc BINARY_OPERATION = MethodTypeDesc.of(VALUE, STATE, VALUE, VALUE);
    private static final MethodTypeDesc COMPARISON = MethodTypeDesc.of(CD_boolean, STATE, VALUE, VALUE);

    private final CodeBuilder cb;
    private final Constants constants;
    private final Analysis analysis;
    private final LuaPrototype prototype;

    private int self;
    private int state;
    private int thread;
    private int info;
    private int varargs = -1;

    /** The interpreter's frame, when a loop is compiled; -1 otherwise. */
    private int frame = -1;

    /** How many loops are around the compiled one. */
    private int unitDepth;

    /** Variables of the function around the loop. */
    private Set<LocalVariable> outer = Set.of();

    /** Where variables are: the value, long, double or upvalue, and the reference beside a number. */
    private final Map<LocalVariable, int[]> slots = new HashMap<>();

    private final Map<Integer, Integer> upvalueSlots = new HashMap<>();
    private final Map<LabelPosition, Label> labels = new HashMap<>();
    private final Deque<LoopExit> loops = new ArrayDeque<>();

    private final List<List<Integer>> temporaries = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final int[] temporariesUsed = new int[3];

    /** Variables in scope, in the order of their declaration. */
    private final List<LocalVariable> active = new ArrayList<>();

    /** Whether loops can be left for the interpreter. */
    private final boolean resumable;

    private final List<Exit> exits = new ArrayList<>();

    /** Where a loop ends, what it has to close, and how far it is. */
    private record LoopExit(
            Stat.Loop loop, @Nullable Label end, @Nullable Label until, int iteration, Progress progress) {}

    /** JVM variables, or -1. */
    private record Progress(int next, int remaining, int by, int range, int iteration) {
        static final Progress NONE = new Progress(-1, -1, -1, -1, -1);

        static Progress of(int next, int remaining, int by, int range) {
            return new Progress(next, remaining, by, range, -1);
        }

        static Progress of(int iteration) {
            return new Progress(-1, -1, -1, -1, iteration);
        }
    }

    /** Where compiled code gives way to the interpreter, behind an iteration of the innermost of some loops. */
    private record Exit(Label label, List<LocalVariable> variables, List<LoopExit> loops) {}

    /** @param resumable whether loops can be left for the interpreter when a hook is set; takes space */
    Emitter(CodeBuilder cb, Constants constants, Analysis analysis, LuaPrototype prototype, boolean resumable) {
        this.resumable = resumable;
        this.cb = cb;
        this.constants = constants;
        this.analysis = analysis;
        this.prototype = prototype;
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    static MethodTypeDesc enterType(int arguments) {
        ClassDesc[] parameters = new ClassDesc[arguments + 1];
        parameters[0] = CLOSURE;
        java.util.Arrays.fill(parameters, 1, parameters.length, VALUE);
        return MethodTypeDesc.of(VARARGS, parameters);
    }

    static MethodTypeDesc loopType(Stat.Loop loop) {
        return switch (loop) {
            case Stat.NumericFor ignored -> MethodTypeDesc.of(CD_int, FRAME, CD_long, CD_long, CD_long);
            case Stat.GenericFor ignored -> MethodTypeDesc.of(CD_int, FRAME, ITERATION);
            default -> MethodTypeDesc.of(CD_int, FRAME);
        };
    }

    // Units.

    /** A whole function, with its parameters as arguments or all in one. */
    void function(boolean direct) {
        self = 1;
        int arguments = 2;
        state = reference();
        thread = reference();
        info = reference();
        cb.aload(self).getfield(CLOSURE, "state", STATE).astore(state);
        Label running = cb.newLabel();
        cb.aload(state).getfield(STATE, "signalled", CD_boolean).ifeq(running);
        cb.aload(state)
                .invokestatic(FAST, "interrupted", MethodTypeDesc.of(CD_boolean, STATE))
                .ifeq(running);
        cb.aload(self);
        packArguments(direct, arguments);
        cb.invokestatic(FAST, "interpret", ENTER_VARARGS).areturn();
        cb.labelBinding(running);
        cb.aload(state).getfield(STATE, "current", THREAD).astore(thread);
        cb.aload(thread).aload(self);
        constants.load(cb, prototype, PROTOTYPE);
        cb.invokestatic(FAST, "enter", MethodTypeDesc.of(INFO, THREAD, CLOSURE, PROTOTYPE_API))
                .astore(info);
        parameters(direct, arguments);
        block(prototype.body);
        finish();
        exits.forEach(this::exit);
    }

    private void packArguments(boolean direct, int arguments) {
        if (!direct) {
            cb.aload(arguments);
            return;
        }
        int count = prototype.parameters.length;
        newArray(count, i -> cb.aload(arguments + i));
        cb.invokestatic(VALUES, "of", MethodTypeDesc.of(VARARGS, VALUE_ARRAY));
    }

    private void parameters(boolean direct, int arguments) {
        LocalVariable[] parameters = prototype.parameters;
        for (int i = 0; i < parameters.length; i++) {
            if (direct) {
                cb.aload(arguments + i);
            } else {
                cb.aload(arguments).loadConstant(i + 1).invokevirtual(VARARGS, "arg", ARG);
            }
            declareFromStack(parameters[i]);
            active.add(parameters[i]);
        }
        if (prototype.vararg) {
            varargs = reference();
            cb.aload(arguments);
            if (parameters.length > 0) {
                cb.loadConstant(parameters.length + 1)
                        .invokestatic(VALUES, "from", MethodTypeDesc.of(VARARGS, VARARGS, CD_int));
            }
            cb.astore(varargs);
        }
    }

    private void finish() {
        leave();
        nothing();
        cb.areturn();
    }

    private void nothing() {
        cb.getstatic(VALUE, "NONE", VALUE);
    }

    /** Takes the function off the call stack. */
    private void leave() {
        cb.aload(thread).aload(info).getfield(INFO, "previous", INFO).putfield(THREAD, "top", INFO);
    }

    /** A loop within an interpreted function. */
    void loop(Stat.Loop loop, Set<LocalVariable> variables) {
        outer = variables;
        unitDepth = loop.depth;
        frame = 1;
        self = reference();
        state = reference();
        thread = reference();
        info = reference();
        varargs = reference();
        cb.aload(frame).getfield(FRAME, "closure", CLOSURE).astore(self);
        cb.aload(frame).getfield(FRAME, "state", STATE).astore(state);
        cb.aload(frame).getfield(FRAME, "thread", THREAD).astore(thread);
        cb.aload(frame).getfield(FRAME, "info", INFO).astore(info);
        cb.aload(frame).getfield(FRAME, "varargs", VARARGS).astore(varargs);
        for (LocalVariable variable : List.copyOf(outer)) {
            fetch(variable);
        }
        switch (loop) {
            case Stat.While s -> whileLoop(s);
            case Stat.Repeat s -> repeatLoop(s);
            case Stat.NumericFor s -> resumeCount(s);
            case Stat.GenericFor s -> iterate(s, 2, false);
        }
        signal(Stat.NORMAL);
        exits.forEach(this::exit);
    }

    /** Ends a loop with a signal to the interpreter. */
    private void signal(int signal) {
        saveOuter(frame);
        cb.loadConstant(signal).ireturn();
    }

    private void saveOuter(int target) {
        for (LocalVariable variable : List.copyOf(outer)) {
            if (!variable.captured) {
                save(target, variable);
            }
        }
    }

    /** Writes a variable where the interpreter has it. */
    private void save(int target, LocalVariable variable) {
        int[] at = slotsOf(variable);
        cb.aload(target).loadConstant(variable.slot);
        List<ClassDesc> types = new ArrayList<>(List.of(FRAME, CD_int));
        switch (analysis.rep(variable)) {
            case CELL, VALUE -> {
                cb.aload(at[0]);
                types.add(VALUE);
            }
            case INT -> {
                cb.lload(at[0]);
                types.add(CD_long);
            }
            case FLOAT -> {
                cb.dload(at[0]);
                types.add(CD_double);
            }
            case MAYBE_INT -> {
                cb.lload(at[0]).aload(at[1]);
                types.addAll(List.of(CD_long, VALUE));
            }
            case MAYBE_FLOAT -> {
                cb.dload(at[0]).aload(at[1]);
                types.addAll(List.of(CD_double, VALUE));
            }
        }
        cb.invokestatic(FAST, "save", MethodTypeDesc.of(CD_void, types));
    }

    /** Gives way to the interpreter. */
    private void exit(Exit exit) {
        cb.labelBinding(exit.label());
        freeTemporaries();
        int target = frame;
        if (frame < 0) {
            target = temporary();
            cb.aload(self).aload(info);
            if (varargs < 0) {
                nothing();
            } else {
                cb.aload(varargs);
            }
            cb.invokestatic(FAST, "frame", MethodTypeDesc.of(FRAME, CLOSURE, INFO, VARARGS))
                    .astore(target);
        } else {
            saveOuter(target);
        }
        for (LocalVariable variable : exit.variables()) {
            save(target, variable);
        }
        cb.aload(target);
        if (frame >= 0) {
            constants.load(cb, exit.loops().getFirst().loop(), CD_Object);
        }
        constants.load(cb, exit.loops().getLast().loop(), CD_Object);
        cb.loadConstant(exit.loops().size()).anewarray(CD_Object);
        for (int i = 0; i < exit.loops().size(); i++) {
            cb.dup().loadConstant(i);
            progress(exit.loops().get(i).progress());
            cb.aastore();
        }
        if (frame < 0) {
            cb.invokestatic(FAST, "resume", MethodTypeDesc.of(VARARGS, FRAME, CD_Object, CD_Object.arrayType()))
                    .areturn();
        } else {
            cb.invokestatic(
                            FAST,
                            "resumeLoop",
                            MethodTypeDesc.of(CD_int, FRAME, CD_Object, CD_Object, CD_Object.arrayType()))
                    .ireturn();
        }
    }

    private void progress(Progress progress) {
        if (progress.iteration() >= 0) {
            cb.aload(progress.iteration());
        } else if (progress.next() < 0) {
            cb.aconst_null();
        } else {
            cb.lload(progress.next()).lload(progress.remaining()).lload(progress.by());
            if (progress.range() < 0) {
                cb.invokestatic(FAST, "counter", MethodTypeDesc.of(CD_Object, CD_long, CD_long, CD_long));
            } else {
                cb.aload(progress.range());
                cb.invokestatic(
                        FAST, "counter", MethodTypeDesc.of(CD_Object, CD_long, CD_long, CD_long, desc(Range.class)));
            }
        }
    }

    private void fetch(LocalVariable variable) {
        cb.aload(frame)
                .getfield(FRAME, "slots", VALUE_ARRAY)
                .loadConstant(variable.slot)
                .aaload();
        int[] at = slotsOf(variable);
        switch (analysis.rep(variable)) {
            case CELL ->
                cb.invokestatic(FAST, "cell", MethodTypeDesc.of(UPVALUE, VALUE)).astore(at[0]);
            case INT ->
                cb.invokestatic(FAST, "toLong", MethodTypeDesc.of(CD_long, VALUE))
                        .lstore(at[0]);
            case FLOAT ->
                cb.invokestatic(FAST, "toDouble", MethodTypeDesc.of(CD_double, VALUE))
                        .dstore(at[0]);
            default -> {
                cb.invokestatic(FAST, "plain", MethodTypeDesc.of(VALUE, VALUE));
                store(variable);
            }
        }
    }

    // Variables.

    private int reference() {
        return cb.allocateLocal(TypeKind.REFERENCE);
    }

    private int temporary(TypeKind kind) {
        int pool = kind == TypeKind.LONG ? 1 : kind == TypeKind.DOUBLE ? 2 : 0;
        List<Integer> known = temporaries.get(pool);
        int n = temporariesUsed[pool]++;
        if (n == known.size()) {
            known.add(cb.allocateLocal(kind));
        }
        return known.get(n);
    }

    private int temporary() {
        return temporary(TypeKind.REFERENCE);
    }

    private void freeTemporaries() {
        java.util.Arrays.fill(temporariesUsed, 0);
    }

    /** The JVM variables of a local variable; one that was not declared here is the surrounding function's. */
    private int[] slotsOf(LocalVariable variable) {
        int[] known = slots.get(variable);
        if (known == null) {
            known = allocate(analysis.rep(variable));
            slots.put(variable, known);
        }
        return known;
    }

    private int[] slotsForUse(LocalVariable variable) {
        if (frame >= 0
                && !slots.containsKey(variable)
                && outer instanceof java.util.LinkedHashSet<LocalVariable> found) {
            // Found out in the first of two runs, whose code is thrown away: any value will do.
            found.add(variable);
            int[] fresh = slotsOf(variable);
            switch (analysis.rep(variable)) {
                case INT -> cb.lconst_0().lstore(fresh[0]);
                case FLOAT -> cb.dconst_0().dstore(fresh[0]);
                case CELL -> cb.aconst_null().checkcast(UPVALUE).astore(fresh[0]);
                case VALUE -> nil().astore(fresh[0]);
                case MAYBE_INT ->
                    cb.lconst_0()
                            .lstore(fresh[0])
                            .aconst_null()
                            .checkcast(VALUE)
                            .astore(fresh[1]);
                case MAYBE_FLOAT ->
                    cb.dconst_0()
                            .dstore(fresh[0])
                            .aconst_null()
                            .checkcast(VALUE)
                            .astore(fresh[1]);
            }
            return fresh;
        }
        return slotsOf(variable);
    }

    private int[] allocate(Rep rep) {
        return switch (rep) {
            case CELL, VALUE -> new int[] {reference()};
            case INT -> new int[] {cb.allocateLocal(TypeKind.LONG)};
            case FLOAT -> new int[] {cb.allocateLocal(TypeKind.DOUBLE)};
            case MAYBE_INT -> new int[] {cb.allocateLocal(TypeKind.LONG), reference()};
            case MAYBE_FLOAT -> new int[] {cb.allocateLocal(TypeKind.DOUBLE), reference()};
        };
    }

    private CodeBuilder nil() {
        return cb.getstatic(VALUE, "NIL", VALUE);
    }

    /** Makes a variable of the value on the stack. */
    private void declareFromStack(LocalVariable variable) {
        if (analysis.rep(variable) == Rep.CELL) {
            int value = temporary();
            cb.astore(value).new_(UPVALUE).dup().aload(value);
            cb.invokespecial(UPVALUE, INIT_NAME, MethodTypeDesc.of(CD_void, VALUE));
            cb.astore(slotsOf(variable)[0]);
        } else {
            store(variable);
        }
    }

    /** Stores the value on the stack in a variable that is not shared. */
    private void store(LocalVariable variable) {
        int[] at = slotsOf(variable);
        switch (analysis.rep(variable)) {
            case VALUE -> cb.astore(at[0]);
            case INT -> cb.checkcast(INT).getfield(INT, "value", CD_long).lstore(at[0]);
            case FLOAT ->
                cb.checkcast(FLOAT).getfield(FLOAT, "value", CD_double).dstore(at[0]);
            case MAYBE_INT -> {
                cb.astore(at[1]);
                unboxInt(at[0], at[1]);
            }
            case MAYBE_FLOAT -> {
                cb.astore(at[1]);
                unboxFloat(at[0], at[1]);
            }
            case CELL -> throw new AssertionError();
        }
    }

    /** Makes a reference a number beside it, if it is one. */
    private void unboxInt(int number, int reference) {
        Label other = cb.newLabel();
        Label end = cb.newLabel();
        cb.aload(reference).instanceOf(INT).ifeq(other);
        cb.aload(reference).checkcast(INT).getfield(INT, "value", CD_long).lstore(number);
        cb.aconst_null().checkcast(VALUE).astore(reference).goto_(end);
        cb.labelBinding(other).lconst_0().lstore(number);
        cb.labelBinding(end);
    }

    private void unboxFloat(int number, int reference) {
        Label other = cb.newLabel();
        Label end = cb.newLabel();
        cb.aload(reference).instanceOf(FLOAT).ifeq(other);
        cb.aload(reference).checkcast(FLOAT).getfield(FLOAT, "value", CD_double).dstore(number);
        cb.aconst_null().checkcast(VALUE).astore(reference).goto_(end);
        cb.labelBinding(other).dconst_0().dstore(number);
        cb.labelBinding(end);
    }

    private void load(LocalVariable variable) {
        loadBoxed(operand(variable));
    }

    private Operand operand(LocalVariable variable) {
        int[] at = slotsForUse(variable);
        return switch (analysis.rep(variable)) {
            case VALUE -> new Operand.Value(at[0]);
            case INT -> new Operand.Int(at[0]);
            case FLOAT -> new Operand.Float(at[0]);
            case MAYBE_INT -> new Operand.MaybeInt(at[0], at[1]);
            case MAYBE_FLOAT -> new Operand.MaybeFloat(at[0], at[1]);
            case CELL -> {
                int value = temporary();
                cb.aload(at[0]).getfield(UPVALUE, "value", VALUE).astore(value);
                yield new Operand.Value(value);
            }
        };
    }

    /** Evaluates an expression into a variable that is declared or assigned. */
    private void assign(LocalVariable variable, Expr value, boolean declare) {
        Rep rep = analysis.rep(variable);
        if (rep == Rep.INT) {
            pushLong(value);
            cb.lstore(target(variable, declare)[0]);
        } else if (rep == Rep.FLOAT) {
            pushDouble(value);
            cb.dstore(target(variable, declare)[0]);
        } else if (rep == Rep.MAYBE_INT || rep == Rep.MAYBE_FLOAT) {
            assignMaybe(variable, evaluate(value), rep == Rep.MAYBE_INT, declare);
        } else {
            push(value);
            assignFromStack(variable, declare);
        }
    }

    private int[] target(LocalVariable variable, boolean declare) {
        return declare ? slotsOf(variable) : slotsForUse(variable);
    }

    private void assignFromStack(LocalVariable variable, boolean declare) {
        if (declare) {
            declareFromStack(variable);
        } else if (analysis.rep(variable) == Rep.CELL) {
            int value = temporary();
            cb.astore(value).aload(slotsForUse(variable)[0]).aload(value).putfield(UPVALUE, "value", VALUE);
        } else {
            slotsForUse(variable);
            store(variable);
        }
    }

    private void assignMaybe(LocalVariable variable, Operand value, boolean integer, boolean declare) {
        int[] at = target(variable, declare);
        switch (value) {
            case Operand.MaybeInt m
            when integer ->
                cb.lload(m.slot()).lstore(at[0]).aload(m.reference()).astore(at[1]);
            case Operand.Int i
            when integer ->
                cb.lload(i.slot()).lstore(at[0]).aconst_null().checkcast(VALUE).astore(at[1]);
            case Operand.IntConstant c
            when integer ->
                cb.loadConstant(c.value())
                        .lstore(at[0])
                        .aconst_null()
                        .checkcast(VALUE)
                        .astore(at[1]);
            case Operand.MaybeFloat m
            when !integer ->
                cb.dload(m.slot()).dstore(at[0]).aload(m.reference()).astore(at[1]);
            case Operand.Float f
            when !integer ->
                cb.dload(f.slot()).dstore(at[0]).aconst_null().checkcast(VALUE).astore(at[1]);
            case Operand.FloatConstant c
            when !integer ->
                cb.loadConstant(c.value())
                        .dstore(at[0])
                        .aconst_null()
                        .checkcast(VALUE)
                        .astore(at[1]);
            default -> {
                loadBoxed(value);
                store(variable);
            }
        }
    }

    // Values.

    /** The value of an operand on the stack. */
    private void loadBoxed(Operand operand) {
        switch (operand) {
            case Operand.Value v -> cb.aload(v.slot());
            case Operand.Constant c -> constant(c.value());
            case Operand.IntConstant c -> constants.load(cb, boxed(c.value()), INT);
            case Operand.FloatConstant c -> {
                cb.loadConstant(c.value());
                boxFloat();
            }
            case Operand.Int i -> {
                cb.lload(i.slot());
                boxInt();
            }
            case Operand.Float f -> {
                cb.dload(f.slot());
                boxFloat();
            }
            case Operand.MaybeInt m ->
                loadMaybe(m.reference(), () -> {
                    cb.lload(m.slot());
                    boxInt();
                });
            case Operand.MaybeFloat m ->
                loadMaybe(m.reference(), () -> {
                    cb.dload(m.slot());
                    boxFloat();
                });
        }
    }

    private final Map<Long, LuaInt> boxedConstants = new HashMap<>();

    /** One object for each number, so that it gets one field. */
    private LuaInt boxed(long value) {
        return boxedConstants.computeIfAbsent(value, LuaInt::of);
    }

    private void loadMaybe(int reference, Runnable box) {
        Label number = cb.newLabel();
        Label end = cb.newLabel();
        cb.aload(reference).ifnull(number);
        cb.aload(reference).goto_(end);
        cb.labelBinding(number);
        box.run();
        cb.labelBinding(end);
    }

    private void boxInt() {
        cb.invokestatic(FAST, "box", MethodTypeDesc.of(VALUE, CD_long));
    }

    private void boxFloat() {
        cb.invokestatic(FAST, "box", MethodTypeDesc.of(VALUE, CD_double));
    }

    private void constant(LuaValue value) {
        if (value == LuaValue.NIL) {
            nil();
        } else if (value == LuaValue.TRUE || value == LuaValue.FALSE) {
            truth(value == LuaValue.TRUE);
        } else {
            switch (value) {
                case LuaString string -> constants.load(cb, string, STRING);
                case LuaInt integer -> constants.load(cb, boxed(integer.value), INT);
                case LuaFloat f -> constants.load(cb, f, FLOAT);
                default -> constants.load(cb, value, VALUE);
            }
        }
    }

    private void truth(boolean value) {
        cb.getstatic(VALUE, value ? "TRUE" : "FALSE", ClassDesc.of("org.luaj.vm2.LuaBoolean"));
    }

    /** Evaluates an expression to one value on the stack. */
    private void push(Expr e) {
        switch (e) {
            case Expr.Constant c -> constant(c.value);
            case Expr.Local l -> load(l.variable);
            case Expr.Paren p -> push(p.inner);
            case Expr.UpvalueAccess u -> cb.aload(upvalue(u.index)).getfield(UPVALUE, "value", VALUE);
            case Expr.Vararg v -> cb.aload(varargs).invokestatic(CLOSURE, "first", MethodTypeDesc.of(VALUE, VARARGS));
            case Expr.Indexed i -> indexed(i);
            case Expr.Call c -> call(c);
            case Expr.MethodCall m -> methodCall(m);
            case Expr.Function f -> closure(f.prototype);
            case Expr.Constructor c -> constructor(c);
            case Expr.Marked ignored -> throw new AssertionError("marked code is interpreted");
            case Expr.Passed ignored -> throw new AssertionError("marked code is interpreted");
            case Expr.Concatenation c -> concatenation(c);
            case Expr.Unary u -> unary(u);
            case Expr.Binary b -> {
                if (b.operator.isLogical()) {
                    logical(b);
                } else if (b.operator.isComparison()) {
                    condition(b);
                } else {
                    loadBoxed(arithmetic(b));
                }
            }
        }
    }

    /** Evaluates an expression to where it can be used any number of times. */
    private Operand evaluate(Expr e) {
        return switch (e) {
            case Expr.Constant c when c.value instanceof LuaInt i -> new Operand.IntConstant(i.value);
            case Expr.Constant c when c.value instanceof LuaFloat f -> new Operand.FloatConstant(f.value);
            case Expr.Constant c -> new Operand.Constant(c.value);
            case Expr.Local l -> operand(l.variable);
            case Expr.Paren p -> evaluate(p.inner);
            case Expr.Binary b when b.operator.isArithmetic() || b.operator.isBitwise() -> arithmetic(b);
            case Expr.Unary u when u.operator == UnaryOperator.NEGATE -> negate(u);
            default -> {
                push(e);
                int value = temporary();
                cb.astore(value);
                yield new Operand.Value(value);
            }
        };
    }

    private void condition(Expr e) {
        Label otherwise = cb.newLabel();
        Label end = cb.newLabel();
        jump(e, otherwise, false);
        cb.getstatic(VALUE, "TRUE", ClassDesc.of("org.luaj.vm2.LuaBoolean")).goto_(end);
        cb.labelBinding(otherwise);
        truth(false);
        cb.labelBinding(end);
    }

    private void logical(Expr.Binary b) {
        Label end = cb.newLabel();
        Label right = cb.newLabel();
        int value = temporary();
        push(b.left);
        cb.astore(value);
        testValue(value, right, b.operator == BinaryOperator.OR ? false : true);
        cb.aload(value).goto_(end);
        cb.labelBinding(right);
        push(b.right);
        cb.labelBinding(end);
    }

    /** Jumps if a value is true, or if it is not. */
    private void testValue(int value, Label target, boolean wanted) {
        if (wanted) {
            Label no = cb.newLabel();
            cb.aload(value).getstatic(VALUE, "NIL", VALUE).if_acmpeq(no);
            cb.aload(value);
            truth(false);
            cb.if_acmpne(target);
            cb.labelBinding(no);
        } else {
            cb.aload(value).getstatic(VALUE, "NIL", VALUE).if_acmpeq(target);
            cb.aload(value);
            truth(false);
            cb.if_acmpeq(target);
        }
    }

    private int upvalue(int index) {
        Integer known = upvalueSlots.get(index);
        if (known != null) {
            return known;
        }
        // Loaded where it is used: the place is not known to be on every path to other uses.
        int slot = temporary();
        cb.aload(self)
                .getfield(CLOSURE, "upvalues", UPVALUE_ARRAY)
                .loadConstant(index)
                .aaload()
                .astore(slot);
        return slot;
    }

    private void site(int pc) {
        cb.aload(info).loadConstant(pc).putfield(INFO, "pc", CD_int);
    }

    // Numbers.

    private void pushLong(Expr e) {
        switch (e) {
            case Expr.Constant c when c.value instanceof LuaInt i -> cb.loadConstant(i.value);
            case Expr.Local l -> cb.lload(slotsForUse(l.variable)[0]);
            case Expr.Paren p -> pushLong(p.inner);
            case Expr.Unary u
            when u.operator == UnaryOperator.NEGATE -> {
                pushLong(u.operand);
                cb.lneg();
            }
            case Expr.Unary u -> {
                pushLong(u.operand);
                cb.loadConstant(-1L).lxor();
            }
            case Expr.Binary b -> longOperation(b);
            default -> throw new AssertionError(e);
        }
    }

    private void longOperation(Expr.Binary b) {
        boolean fails = b.operator == BinaryOperator.IDIV || b.operator == BinaryOperator.MOD;
        boolean safe = b.right instanceof Expr.Constant c && c.value instanceof LuaInt i && i.value != 0;
        if (fails && !safe) {
            cb.aload(state);
        }
        pushLong(b.left);
        pushLong(b.right);
        if (fails) {
            String name = b.operator == BinaryOperator.IDIV ? "floorDiv" : "floorMod";
            if (safe) {
                cb.invokestatic(MATH, name, MethodTypeDesc.of(CD_long, CD_long, CD_long));
            } else {
                site(b.pc);
                cb.invokestatic(FAST, name, MethodTypeDesc.of(CD_long, STATE, CD_long, CD_long));
            }
        } else {
            operate(b.operator);
        }
    }

    /** An operation on two longs that cannot fail. */
    private void operate(BinaryOperator operator) {
        switch (operator) {
            case ADD -> cb.ladd();
            case SUB -> cb.lsub();
            case MUL -> cb.lmul();
            case BAND -> cb.land();
            case BOR -> cb.lor();
            case BXOR -> cb.lxor();
            case SHL -> cb.invokestatic(ARITH, "shiftLeft", MethodTypeDesc.of(CD_long, CD_long, CD_long));
            case SHR -> cb.invokestatic(ARITH, "shiftRight", MethodTypeDesc.of(CD_long, CD_long, CD_long));
            default -> throw new AssertionError(operator);
        }
    }

    private void pushDouble(Expr e) {
        if (analysis.type(e) == Type.INT) {
            pushLong(e);
            cb.l2d();
            return;
        }
        switch (e) {
            case Expr.Constant c when c.value instanceof LuaFloat f -> cb.loadConstant(f.value);
            case Expr.Local l -> cb.dload(slotsForUse(l.variable)[0]);
            case Expr.Paren p -> pushDouble(p.inner);
            case Expr.Unary u -> {
                pushDouble(u.operand);
                cb.dneg();
            }
            case Expr.Binary b -> {
                pushDouble(b.left);
                pushDouble(b.right);
                operateOnDoubles(b.operator);
            }
            default -> throw new AssertionError(e);
        }
    }

    private void operateOnDoubles(BinaryOperator operator) {
        MethodTypeDesc type = MethodTypeDesc.of(CD_double, CD_double, CD_double);
        switch (operator) {
            case ADD -> cb.dadd();
            case SUB -> cb.dsub();
            case MUL -> cb.dmul();
            case DIV -> cb.ddiv();
            case MOD -> cb.invokestatic(ARITH, "mod", type);
            case POW -> cb.invokestatic(ARITH, "pow", type);
            case IDIV -> cb.ddiv().invokestatic(MATH, "floor", MethodTypeDesc.of(CD_double, CD_double));
            default -> throw new AssertionError(operator);
        }
    }

    private Operand typed(Expr e, Type type) {
        if (type == Type.INT) {
            int slot = temporary(TypeKind.LONG);
            pushLong(e);
            cb.lstore(slot);
            return new Operand.Int(slot);
        }
        int slot = temporary(TypeKind.DOUBLE);
        pushDouble(e);
        cb.dstore(slot);
        return new Operand.Float(slot);
    }

    private Operand arithmetic(Expr.Binary b) {
        Type type = analysis.type(b);
        if (type == Type.INT || type == Type.FLOAT) {
            return typed(b, type);
        }
        Operand left = evaluate(b.left);
        Operand right = evaluate(b.right);
        return operation(b, left, right, analysis.guess(b));
    }

    private Operand operation(Expr.Binary b, Operand left, Operand right, Type guess) {
        Label slow = cb.newLabel();
        Label end = cb.newLabel();
        int reference = temporary();
        boolean divides = b.operator == BinaryOperator.DIV || b.operator == BinaryOperator.POW;
        boolean ints = !divides && canBeInt(left) && canBeInt(right);
        boolean floats = !b.operator.isBitwise()
                && canBeFloat(left)
                && canBeFloat(right)
                && (divides || isFloating(left) || isFloating(right));
        if (guess == Type.INT && ints) {
            int number = temporary(TypeKind.LONG);
            guardInt(left, slow);
            guardInt(right, slow);
            intOperation(b, left, right, slow);
            cb.lstore(number).aconst_null().checkcast(VALUE).astore(reference).goto_(end);
            cb.labelBinding(slow);
            slowOperation(b, left, right);
            cb.astore(reference);
            unboxInt(number, reference);
            cb.labelBinding(end);
            return new Operand.MaybeInt(number, reference);
        }
        if (guess == Type.FLOAT && floats) {
            int number = temporary(TypeKind.DOUBLE);
            guardFloat(left, slow);
            guardFloat(right, slow);
            pushDouble(left);
            pushDouble(right);
            operateOnDoubles(b.operator);
            cb.dstore(number).aconst_null().checkcast(VALUE).astore(reference).goto_(end);
            cb.labelBinding(slow);
            slowOperation(b, left, right);
            cb.astore(reference);
            unboxFloat(number, reference);
            cb.labelBinding(end);
            return new Operand.MaybeFloat(number, reference);
        }
        if (ints && (seen(b) & SEEN_INT) != 0) {
            Label next = cb.newLabel();
            guardInt(left, next);
            guardInt(right, next);
            intOperation(b, left, right, next);
            boxInt();
            cb.astore(reference).goto_(end);
            cb.labelBinding(next);
        }
        if (floats && (seen(b) & SEEN_FLOAT) != 0) {
            guardFloat(left, slow);
            guardFloat(right, slow);
            pushDouble(left);
            pushDouble(right);
            operateOnDoubles(b.operator);
            boxFloat();
            cb.astore(reference).goto_(end);
        }
        cb.labelBinding(slow);
        slowOperation(b, left, right);
        cb.astore(reference);
        cb.labelBinding(end);
        return new Operand.Value(reference);
    }

    /** What has not been executed yet may be anything. */
    private static int seen(Expr.Binary b) {
        return b.seen == 0 ? SEEN_INT | SEEN_FLOAT : b.seen;
    }

    /** Leaves a long; a division by zero goes the slow way. */
    private void intOperation(Expr.Binary b, Operand left, Operand right, Label slow) {
        boolean fails = b.operator == BinaryOperator.IDIV || b.operator == BinaryOperator.MOD;
        if (fails && !(right instanceof Operand.IntConstant c && c.value() != 0)) {
            pushLong(right);
            cb.lconst_0().lcmp().ifeq(slow);
        }
        pushLong(left);
        pushLong(right);
        if (fails) {
            String name = b.operator == BinaryOperator.IDIV ? "floorDiv" : "floorMod";
            cb.invokestatic(MATH, name, MethodTypeDesc.of(CD_long, CD_long, CD_long));
        } else {
            operate(b.operator);
        }
    }

    private static boolean canBeInt(Operand operand) {
        return switch (operand) {
            case Operand.Int i -> true;
            case Operand.IntConstant c -> true;
            case Operand.MaybeInt m -> true;
            case Operand.Value v -> true;
            default -> false;
        };
    }

    private static boolean canBeFloat(Operand operand) {
        return !(operand instanceof Operand.Constant);
    }

    /** Whether an operand that passes the guard is a float, not an integer to be converted. */
    private static boolean isFloating(Operand operand) {
        return switch (operand) {
            case Operand.Float f -> true;
            case Operand.FloatConstant c -> true;
            case Operand.MaybeFloat m -> true;
            case Operand.Value v -> true;
            default -> false;
        };
    }

    private void guardInt(Operand operand, Label otherwise) {
        switch (operand) {
            case Operand.Value v -> cb.aload(v.slot()).instanceOf(INT).ifeq(otherwise);
            case Operand.MaybeInt m -> cb.aload(m.reference()).ifnonnull(otherwise);
            default -> {}
        }
    }

    private void guardFloat(Operand operand, Label otherwise) {
        switch (operand) {
            case Operand.Value v -> cb.aload(v.slot()).instanceOf(FLOAT).ifeq(otherwise);
            case Operand.MaybeInt m -> cb.aload(m.reference()).ifnonnull(otherwise);
            case Operand.MaybeFloat m -> cb.aload(m.reference()).ifnonnull(otherwise);
            default -> {}
        }
    }

    /** The long of an operand that passed its guard. */
    private void pushLong(Operand operand) {
        switch (operand) {
            case Operand.IntConstant c -> cb.loadConstant(c.value());
            case Operand.Int i -> cb.lload(i.slot());
            case Operand.MaybeInt m -> cb.lload(m.slot());
            case Operand.Value v -> cb.aload(v.slot()).checkcast(INT).getfield(INT, "value", CD_long);
            default -> throw new AssertionError(operand);
        }
    }

    private void pushDouble(Operand operand) {
        switch (operand) {
            case Operand.IntConstant c -> cb.loadConstant((double) c.value());
            case Operand.FloatConstant c -> cb.loadConstant(c.value());
            case Operand.Int i -> cb.lload(i.slot()).l2d();
            case Operand.MaybeInt m -> cb.lload(m.slot()).l2d();
            case Operand.Float f -> cb.dload(f.slot());
            case Operand.MaybeFloat m -> cb.dload(m.slot());
            case Operand.Value v -> cb.aload(v.slot()).checkcast(FLOAT).getfield(FLOAT, "value", CD_double);
            case Operand.Constant c -> throw new AssertionError(operand);
        }
    }

    private void slowOperation(Expr.Binary b, Operand left, Operand right) {
        site(b.pc);
        cb.aload(state);
        loadBoxed(left);
        loadBoxed(right);
        cb.invokestatic(ARITH, b.operator.event.label(), BINARY_OPERATION);
    }

    private Operand negate(Expr.Unary u) {
        Type type = analysis.type(u);
        if (type == Type.INT || type == Type.FLOAT) {
            return typed(u, type);
        }
        push(u.operand);
        int value = temporary();
        cb.astore(value);
        site(u.pc);
        cb.aload(state).aload(value).invokestatic(ARITH, "neg", MethodTypeDesc.of(VALUE, STATE, VALUE));
        cb.astore(value);
        return new Operand.Value(value);
    }

    private void unary(Expr.Unary u) {
        switch (u.operator) {
            case NEGATE -> loadBoxed(negate(u));
            case NOT -> condition(u);
            case COMPLEMENT -> helped(u, ARITH, "bnot");
            case LENGTH -> helped(u, INDEX, "length");
        }
    }

    private void helped(Expr.Unary u, ClassDesc owner, String name) {
        int value = temporary();
        push(u.operand);
        cb.astore(value);
        site(u.pc);
        cb.aload(state).aload(value).invokestatic(owner, name, MethodTypeDesc.of(VALUE, STATE, VALUE));
    }

    // Conditions.

    /** Jumps when a condition is as wanted. */
    private void jump(Expr e, Label target, boolean wanted) {
        switch (e) {
            case Expr.Constant c -> {
                boolean truth = c.value != LuaValue.NIL && c.value != LuaValue.FALSE;
                if (truth == wanted) {
                    cb.goto_(target);
                }
            }
            case Expr.Paren p -> jump(p.inner, target, wanted);
            case Expr.Unary u when u.operator == UnaryOperator.NOT -> jump(u.operand, target, !wanted);
            case Expr.Binary b when b.operator.isLogical() -> jumpLogical(b, target, wanted);
            case Expr.Binary b when b.operator.isComparison() -> jumpComparison(b, target, wanted);
            default -> {
                int value = temporary();
                push(e);
                cb.astore(value);
                testValue(value, target, wanted);
            }
        }
    }

    private void jumpLogical(Expr.Binary b, Label target, boolean wanted) {
        boolean decides = b.operator == BinaryOperator.OR;
        if (decides == wanted) {
            jump(b.left, target, wanted);
            jump(b.right, target, wanted);
        } else {
            Label end = cb.newLabel();
            jump(b.left, end, !wanted);
            jump(b.right, target, wanted);
            cb.labelBinding(end);
        }
    }

    private void jumpComparison(Expr.Binary b, Label target, boolean wanted) {
        boolean equality = b.operator == BinaryOperator.EQ || b.operator == BinaryOperator.NE;
        if (equality && jumpConstantEquality(b, target, wanted == (b.operator == BinaryOperator.EQ))) {
            return;
        }
        Operand left = evaluate(b.left);
        Operand right = evaluate(b.right);
        Label slow = cb.newLabel();
        Label end = cb.newLabel();
        boolean certain = isCertain(left) && isCertain(right);
        boolean bothInt = isInt(left) && isInt(right);
        boolean ints = canBeInt(left) && canBeInt(right) && (bothInt || (seen(b) & SEEN_INT) != 0);
        // Integers that are converted must be exact: small constants only.
        boolean floats = !bothInt
                && isExactFloat(left)
                && isExactFloat(right)
                && (isFloating(left) || isFloating(right))
                && (certain || (seen(b) & SEEN_FLOAT) != 0);
        if (ints) {
            Label next = floats ? cb.newLabel() : slow;
            guardInt(left, next);
            guardInt(right, next);
            pushLong(left);
            pushLong(right);
            cb.lcmp();
            branch(b.operator, target, wanted);
            if (bothInt && certain) {
                cb.labelBinding(next);
                return;
            }
            cb.goto_(end);
            if (floats) {
                cb.labelBinding(next);
            }
        }
        if (floats) {
            guardFloat(left, slow);
            guardFloat(right, slow);
            pushDouble(left);
            pushDouble(right);
            boolean greater = b.operator == BinaryOperator.GT || b.operator == BinaryOperator.GE;
            if (greater || equality) {
                cb.dcmpl();
            } else {
                cb.dcmpg();
            }
            branch(b.operator, target, wanted);
            if (certain) {
                cb.labelBinding(slow);
                return;
            }
            cb.goto_(end);
        }
        cb.labelBinding(slow);
        slowComparison(b, left, right);
        if (wanted == (b.operator != BinaryOperator.NE)) {
            cb.ifne(target);
        } else {
            cb.ifeq(target);
        }
        cb.labelBinding(end);
    }

    private static boolean isCertain(Operand operand) {
        return switch (operand) {
            case Operand.Int i -> true;
            case Operand.Float f -> true;
            case Operand.IntConstant c -> true;
            case Operand.FloatConstant c -> true;
            default -> false;
        };
    }

    private static boolean isInt(Operand operand) {
        return operand instanceof Operand.Int || operand instanceof Operand.IntConstant;
    }

    private static boolean isExactFloat(Operand operand) {
        return isFloating(operand) || operand instanceof Operand.IntConstant c && c.value() == (int) c.value();
    }

    private void slowComparison(Expr.Binary b, Operand left, Operand right) {
        boolean swapped = b.operator == BinaryOperator.GT || b.operator == BinaryOperator.GE;
        site(b.pc);
        cb.aload(state);
        loadBoxed(swapped ? right : left);
        loadBoxed(swapped ? left : right);
        switch (b.operator) {
            case LT, GT -> cb.invokestatic(COMPARE, "lessThan", COMPARISON);
            case LE, GE -> cb.invokestatic(COMPARE, "lessEqual", COMPARISON);
            default -> cb.invokestatic(FAST, "equal", COMPARISON);
        }
    }

    private void branch(BinaryOperator operator, Label target, boolean wanted) {
        switch (operator) {
            case LT -> {
                if (wanted) {
                    cb.iflt(target);
                } else {
                    cb.ifge(target);
                }
            }
            case LE -> {
                if (wanted) {
                    cb.ifle(target);
                } else {
                    cb.ifgt(target);
                }
            }
            case GT -> {
                if (wanted) {
                    cb.ifgt(target);
                } else {
                    cb.ifle(target);
                }
            }
            case GE -> {
                if (wanted) {
                    cb.ifge(target);
                } else {
                    cb.iflt(target);
                }
            }
            default -> {
                if (wanted == (operator == BinaryOperator.EQ)) {
                    cb.ifeq(target);
                } else {
                    cb.ifne(target);
                }
            }
        }
    }

    /** Comparison with nil, true, false or a string. */
    private boolean jumpConstantEquality(Expr.Binary b, Label target, boolean equal) {
        Expr.Constant constant = b.right instanceof Expr.Constant c ? c : b.left instanceof Expr.Constant c ? c : null;
        if (constant == null || constant.value instanceof LuaInt || constant.value instanceof LuaFloat) {
            return false;
        }
        push(constant == b.right ? b.left : b.right);
        if (constant.value instanceof LuaString) {
            constant(constant.value);
            cb.invokestatic(FAST, "equal", MethodTypeDesc.of(CD_boolean, VALUE, STRING));
            if (equal) {
                cb.ifne(target);
            } else {
                cb.ifeq(target);
            }
            return true;
        }
        constant(constant.value);
        if (equal) {
            cb.if_acmpeq(target);
        } else {
            cb.if_acmpne(target);
        }
        return true;
    }

    // Tables.

    private void indexed(Expr.Indexed e) {
        int object = temporary();
        push(e.object);
        cb.astore(object);
        if (e.key instanceof Expr.Constant c && c.value instanceof LuaString) {
            fetchField(object, STRING, () -> constant(c.value), e.pc);
            return;
        }
        Operand key = evaluate(e.key);
        switch (key) {
            case Operand.Int i -> fetchField(object, CD_long, () -> pushLong(key), e.pc);
            case Operand.IntConstant c -> fetchField(object, CD_long, () -> pushLong(key), e.pc);
            case Operand.MaybeInt m -> {
                Label other = cb.newLabel();
                Label end = cb.newLabel();
                cb.aload(m.reference()).ifnonnull(other);
                fetchField(object, CD_long, () -> pushLong(key), e.pc);
                cb.goto_(end);
                cb.labelBinding(other);
                fetchField(object, VALUE, () -> cb.aload(m.reference()), e.pc);
                cb.labelBinding(end);
            }
            default -> fetchField(object, VALUE, () -> loadBoxed(key), e.pc);
        }
    }

    private void fetchField(int object, ClassDesc keyType, Runnable key, int pc) {
        Label slow = cb.newLabel();
        Label end = cb.newLabel();
        int value = temporary();
        cb.aload(object).instanceOf(TABLE).ifeq(slow);
        cb.aload(object).checkcast(TABLE);
        key.run();
        cb.invokevirtual(TABLE, "peek", MethodTypeDesc.of(VALUE, keyType)).astore(value);
        cb.aload(value).ifnonnull(end);
        cb.labelBinding(slow);
        site(pc);
        cb.aload(state).aload(object);
        key.run();
        cb.invokestatic(FAST, "absent", MethodTypeDesc.of(VALUE, STATE, VALUE, keyType))
                .astore(value);
        cb.labelBinding(end);
        cb.aload(value);
    }

    /** Sets a field of an object to the value of an expression or to what is in a variable. */
    private void setField(int object, Operand key, int value, int pc) {
        switch (key) {
            case Operand.Constant c
            when c.value() instanceof LuaString -> storeField(object, STRING, () -> constant(c.value()), value, pc);
            case Operand.Int i -> storeField(object, CD_long, () -> pushLong(key), value, pc);
            case Operand.IntConstant c -> storeField(object, CD_long, () -> pushLong(key), value, pc);
            case Operand.MaybeInt m -> {
                Label other = cb.newLabel();
                Label end = cb.newLabel();
                cb.aload(m.reference()).ifnonnull(other);
                storeField(object, CD_long, () -> pushLong(key), value, pc);
                cb.goto_(end);
                cb.labelBinding(other);
                storeAny(object, () -> cb.aload(m.reference()), value, pc);
                cb.labelBinding(end);
            }
            default -> storeAny(object, () -> loadBoxed(key), value, pc);
        }
    }

    private void storeField(int object, ClassDesc keyType, Runnable key, int value, int pc) {
        Label slow = cb.newLabel();
        Label end = cb.newLabel();
        cb.aload(object).instanceOf(TABLE).ifeq(slow);
        cb.aload(object).checkcast(TABLE);
        key.run();
        cb.aload(value)
                .invokevirtual(TABLE, "replace", MethodTypeDesc.of(CD_boolean, keyType, VALUE))
                .ifne(end);
        cb.labelBinding(slow);
        site(pc);
        cb.aload(state).aload(object);
        key.run();
        cb.aload(value).invokestatic(INDEX, "set", MethodTypeDesc.of(CD_void, STATE, VALUE, keyType, VALUE));
        cb.labelBinding(end);
    }

    private void storeAny(int object, Runnable key, int value, int pc) {
        site(pc);
        cb.aload(state).aload(object);
        key.run();
        cb.aload(value).invokestatic(INDEX, "set", MethodTypeDesc.of(CD_void, STATE, VALUE, VALUE, VALUE));
    }

    private void constructor(Expr.Constructor c) {
        int table = temporary();
        int hashed = c.fields.length - c.listSize;
        cb.new_(TABLE).dup().loadConstant(c.listSize).loadConstant(hashed);
        cb.invokespecial(TABLE, INIT_NAME, MethodTypeDesc.of(CD_void, CD_int, CD_int))
                .astore(table);
        long index = 0;
        for (int i = 0; i < c.fields.length; i++) {
            Expr.Constructor.Field field = c.fields[i];
            if (field.key != null) {
                keyedField(table, field);
            } else if (i == c.fields.length - 1 && field.value.isMultiple()) {
                int all = temporary();
                pushAll(field.value);
                cb.astore(all).aload(table).loadConstant(index).aload(all);
                cb.invokevirtual(TABLE, "putAll", MethodTypeDesc.of(CD_void, CD_long, VARARGS));
            } else {
                int value = temporary();
                push(field.value);
                cb.astore(value).aload(table).loadConstant(++index).aload(value);
                cb.invokevirtual(TABLE, "putListed", MethodTypeDesc.of(CD_void, CD_long, VALUE));
            }
        }
        cb.aload(table);
    }

    private void keyedField(int table, Expr.Constructor.Field field) {
        Operand key = evaluate(field.key);
        int value = temporary();
        push(field.value);
        cb.astore(value);
        if (key instanceof Operand.Constant k && k.value() instanceof LuaString) {
            cb.aload(table);
            constant(k.value());
            cb.aload(value).invokevirtual(TABLE, "put", MethodTypeDesc.of(CD_void, STRING, VALUE));
        } else {
            storeAny(table, () -> loadBoxed(key), value, field.pc);
        }
    }

    private void concatenation(Expr.Concatenation c) {
        int count = c.operands.length;
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = temporary();
            push(c.operands[i]);
            cb.astore(values[i]);
        }
        site(c.pc);
        cb.aload(state);
        if (count == 2) {
            cb.aload(values[0]).aload(values[1]).invokestatic(CONCAT, "concat", BINARY_OPERATION);
        } else {
            newArray(count, i -> cb.aload(values[i]));
            cb.invokestatic(CONCAT, "concat", MethodTypeDesc.of(VALUE, STATE, VALUE_ARRAY));
        }
    }

    private void newArray(int count, java.util.function.IntConsumer element) {
        cb.loadConstant(count).anewarray(VALUE);
        for (int i = 0; i < count; i++) {
            cb.dup().loadConstant(i);
            element.accept(i);
            cb.aastore();
        }
    }

    private void closure(LuaPrototype inner) {
        UpvalueSource[] sources = inner.upvalues;
        cb.new_(CLOSURE).dup().aload(state);
        constants.load(cb, inner, PROTOTYPE);
        cb.loadConstant(sources.length).anewarray(UPVALUE);
        for (int i = 0; i < sources.length; i++) {
            cb.dup().loadConstant(i);
            LocalVariable local = sources[i].local();
            if (local != null) {
                cb.aload(slotsForClosure(local));
            } else {
                cb.aload(self)
                        .getfield(CLOSURE, "upvalues", UPVALUE_ARRAY)
                        .loadConstant(sources[i].index())
                        .aaload();
            }
            cb.aastore();
        }
        cb.invokespecial(CLOSURE, INIT_NAME, MethodTypeDesc.of(CD_void, STATE, PROTOTYPE, UPVALUE_ARRAY));
    }

    private int slotsForClosure(LocalVariable local) {
        return slotsForUse(local)[0];
    }

    // Calls.

    /** All values of an expression on the stack. */
    private void pushAll(Expr e) {
        switch (e) {
            case Expr.Call c -> {
                int function = temporary();
                push(c.function);
                cb.astore(function);
                int[] arguments = fixedArguments(c.arguments, c.hasFixedArguments());
                if (arguments.length <= 3 && c.hasFixedArguments()) {
                    invokeFixed(function, arguments, c.pc);
                } else {
                    invokeList(function, -1, c.arguments, c.pc);
                }
            }
            case Expr.MethodCall m -> {
                int object = temporary();
                push(m.object);
                cb.astore(object);
                int function = method(m, object);
                int[] arguments = fixedArguments(m.arguments, m.hasFixedArguments());
                if (arguments.length <= 2 && m.hasFixedArguments()) {
                    invokeFixed(function, withSelf(object, arguments), m.pc);
                } else {
                    invokeList(function, object, m.arguments, m.pc);
                }
            }
            case Expr.Vararg v -> cb.aload(varargs);
            default -> push(e);
        }
    }

    /** Evaluates few arguments into variables; more than three, or multiple ones, are left alone. */
    private int[] fixedArguments(Expr[] arguments, boolean fixed) {
        if (!fixed || arguments.length > 3) {
            return new int[arguments.length];
        }
        int[] places = new int[arguments.length];
        for (int i = 0; i < places.length; i++) {
            push(arguments[i]);
            places[i] = temporary();
            cb.astore(places[i]);
        }
        return places;
    }

    private static int[] withSelf(int object, int[] arguments) {
        int[] all = new int[arguments.length + 1];
        all[0] = object;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private int method(Expr.MethodCall m, int object) {
        int function = temporary();
        fetchField(object, STRING, () -> constant(m.name), m.lookup.pc);
        cb.astore(function);
        return function;
    }

    private void call(Expr.Call c) {
        int function = temporary();
        push(c.function);
        cb.astore(function);
        if (c.hasFixedArguments() && c.arguments.length <= 3) {
            callFixed(function, fixedArguments(c.arguments, true), c.pc);
        } else {
            invokeList(function, -1, c.arguments, c.pc);
            first();
        }
    }

    private void methodCall(Expr.MethodCall m) {
        int object = temporary();
        push(m.object);
        cb.astore(object);
        int function = method(m, object);
        if (m.hasFixedArguments() && m.arguments.length <= 2) {
            callFixed(function, withSelf(object, fixedArguments(m.arguments, true)), m.pc);
        } else {
            invokeList(function, object, m.arguments, m.pc);
            first();
        }
    }

    private void first() {
        cb.invokestatic(CLOSURE, "first", MethodTypeDesc.of(VALUE, VARARGS));
    }

    /** A call for one result. */
    private void callFixed(int function, int[] arguments, int pc) {
        Label other = cb.newLabel();
        Label end = cb.newLabel();
        site(pc);
        cb.aload(function).instanceOf(CLOSURE).ifeq(other);
        enter(function, arguments);
        first();
        cb.goto_(end);
        cb.labelBinding(other);
        cb.aload(state).aload(thread).aload(info).aload(function);
        List<ClassDesc> types = new ArrayList<>(List.of(STATE, THREAD, INFO, VALUE));
        for (int argument : arguments) {
            cb.aload(argument);
            types.add(VALUE);
        }
        cb.invokestatic(FAST, "call", MethodTypeDesc.of(VALUE, types));
        cb.labelBinding(end);
    }

    /** Enters a Lua function; the result may be a tail call. */
    private void enter(int function, int[] arguments) {
        int closure = temporary();
        cb.aload(function).checkcast(CLOSURE).astore(closure);
        cb.aload(closure).getfield(CLOSURE, "prototype", PROTOTYPE).getfield(PROTOTYPE, "code", CODE);
        cb.aload(closure);
        for (int argument : arguments) {
            cb.aload(argument);
        }
        cb.invokevirtual(CODE, "enter" + arguments.length, enterType(arguments.length));
    }

    /** A call for all results. */
    private void invokeFixed(int function, int[] arguments, int pc) {
        Label other = cb.newLabel();
        Label end = cb.newLabel();
        site(pc);
        cb.aload(function).instanceOf(CLOSURE).ifeq(other);
        enter(function, arguments);
        all();
        cb.goto_(end);
        cb.labelBinding(other);
        cb.aload(state).aload(thread).aload(info).aload(function);
        pack(arguments);
        invokeOther();
        cb.labelBinding(end);
    }

    private void all() {
        cb.invokestatic(CLOSURE, "all", MethodTypeDesc.of(VARARGS, VARARGS));
    }

    private void pack(int[] arguments) {
        newArray(arguments.length, i -> cb.aload(arguments[i]));
        cb.invokestatic(VALUES, "of", MethodTypeDesc.of(VARARGS, VALUE_ARRAY));
    }

    private void invokeOther() {
        cb.invokestatic(FAST, "invoke", MethodTypeDesc.of(VARARGS, STATE, THREAD, INFO, VALUE, VARARGS));
    }

    private void invokeList(int function, int object, Expr[] arguments, int pc) {
        int list = temporary();
        pushList(object, arguments);
        cb.astore(list);
        site(pc);
        cb.aload(state).aload(thread).aload(info).aload(function).aload(list);
        invokeOther();
    }

    /** The values of a list as one; {@code object} in front, unless -1. */
    private void pushList(int object, Expr[] list) {
        int count = list.length;
        boolean open = count > 0 && list[count - 1].isMultiple();
        if (object < 0 && count == 0) {
            nothing();
            return;
        }
        if (object < 0 && count == 1) {
            if (open) {
                pushAll(list[0]);
            } else {
                push(list[0]);
            }
            return;
        }
        int fixed = open ? count - 1 : count;
        List<Integer> places = new ArrayList<>();
        if (object >= 0) {
            places.add(object);
        }
        for (int i = 0; i < fixed; i++) {
            push(list[i]);
            int place = temporary();
            cb.astore(place);
            places.add(place);
        }
        int rest = -1;
        if (open) {
            pushAll(list[count - 1]);
            rest = temporary();
            cb.astore(rest);
        }
        if (rest >= 0 && places.size() == 1) {
            cb.aload(places.getFirst()).aload(rest);
            cb.invokestatic(VALUES, "prepend", MethodTypeDesc.of(VARARGS, VALUE, VARARGS));
            return;
        }
        newArray(places.size(), i -> cb.aload(places.get(i)));
        if (rest >= 0) {
            cb.aload(rest);
            cb.invokestatic(desc(Expr.class), "join", MethodTypeDesc.of(VARARGS, VALUE_ARRAY, VARARGS));
        } else {
            cb.invokestatic(VALUES, "of", MethodTypeDesc.of(VARARGS, VALUE_ARRAY));
        }
    }

    // Statements.

    private void block(Stat.Block block) {
        int outerVariables = active.size();
        for (int i = 0; i < block.statements.length; i++) {
            bindLabels(block, i);
            freeTemporaries();
            statement(block.statements[i]);
        }
        bindLabels(block, block.statements.length);
        active.subList(outerVariables, active.size()).clear();
    }

    private void bindLabels(Stat.Block block, int index) {
        for (LabelPosition position : block.labels) {
            if (position.index == index) {
                cb.labelBinding(label(position));
                safepoint();
            }
        }
    }

    private Label label(LabelPosition position) {
        return labels.computeIfAbsent(position, p -> cb.newLabel());
    }

    private void safepoint() {
        Label on = cb.newLabel();
        cb.aload(state).getfield(STATE, "signalled", CD_boolean).ifeq(on);
        cb.aload(state).invokevirtual(STATE, "safepoint", MethodTypeDesc.of(CD_void));
        cb.labelBinding(on);
    }

    /** At the end of an iteration. */
    private void safepoint(LoopExit loop) {
        if (!resumable) {
            safepoint();
            return;
        }
        Label on = cb.newLabel();
        Label exit = cb.newLabel();
        cb.aload(state).getfield(STATE, "signalled", CD_boolean).ifeq(on);
        cb.aload(state)
                .invokestatic(FAST, "interrupted", MethodTypeDesc.of(CD_boolean, STATE))
                .ifne(exit);
        cb.labelBinding(on);
        List<LoopExit> around = new ArrayList<>(loops);
        around.addFirst(loop);
        exits.add(new Exit(exit, List.copyOf(active), around.reversed()));
    }

    private void statement(Stat statement) {
        switch (statement) {
            case Stat.Block s -> block(s);
            case Stat.Do s -> block(s.body);
            case Stat.Evaluate s -> {
                push(s.expression);
                cb.pop();
            }
            case Stat.Local s -> {
                local(s);
                active.addAll(List.of(s.variables));
            }
            case Stat.LocalFunction s -> {
                localFunction(s);
                active.add(s.variable);
            }
            case Stat.AssignLocal s -> assign(s.target.variable, s.value, false);
            case Stat.AssignUpvalue s -> {
                int value = temporary();
                push(s.value);
                cb.astore(value).aload(upvalue(s.target.index)).aload(value).putfield(UPVALUE, "value", VALUE);
            }
            case Stat.AssignIndexed s -> assignIndexed(s);
            case Stat.AssignMany s -> assignMany(s);
            case Stat.If s -> ifStatement(s);
            case Stat.While s -> whileLoop(s);
            case Stat.Repeat s -> repeatLoop(s);
            case Stat.Until s -> jump(s.condition, loops.peek().until(), true);
            case Stat.NumericFor s -> numericFor(s);
            case Stat.GenericFor s -> genericFor(s);
            case Stat.Break s -> {
                LoopExit loop = loops.peek();
                cb.goto_(loop.end());
            }
            case Stat.Goto s -> gotoStatement(s);
            case Stat.Return s -> returnStatement(s);
            case Stat.Marked ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.JumpToJump ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.Sequel ignored -> throw new AssertionError("marked code is interpreted");
            case Stat.CloseScope s -> throw new AssertionError("to-be-closed variables are interpreted");
        }
    }

    private void local(Stat.Local s) {
        if (s.variables.length == 1 && s.values.length == 1) {
            assign(s.variables[0], s.values[0], true);
            return;
        }
        if (s.values.length == 0) {
            for (LocalVariable variable : s.variables) {
                nil();
                declareFromStack(variable);
            }
            return;
        }
        Operand[] values = spread(s.values, s.variables.length);
        for (int i = 0; i < s.variables.length; i++) {
            assignOperand(s.variables[i], values[i], true);
        }
    }

    /** Some values of a list, in places that do not change when variables are assigned to. */
    private Operand[] spread(Expr[] list, int wanted) {
        Operand[] values = new Operand[wanted];
        for (int i = 0; i < list.length; i++) {
            boolean open = i == list.length - 1 && list[i].isMultiple();
            if (open && wanted > list.length) {
                int all = temporary();
                pushAll(list[i]);
                cb.astore(all);
                for (int j = i; j < wanted; j++) {
                    int value = temporary();
                    cb.aload(all)
                            .loadConstant(j - i + 1)
                            .invokevirtual(VARARGS, "arg", ARG)
                            .astore(value);
                    values[j] = new Operand.Value(value);
                }
                return values;
            }
            Operand value = copy(evaluate(list[i]));
            if (i < wanted) {
                values[i] = value;
            }
        }
        for (int i = list.length; i < wanted; i++) {
            values[i] = new Operand.Constant(LuaValue.NIL);
        }
        return values;
    }

    private Operand copy(Operand operand) {
        switch (operand) {
            case Operand.Int i -> {
                int slot = temporary(TypeKind.LONG);
                cb.lload(i.slot()).lstore(slot);
                return new Operand.Int(slot);
            }
            case Operand.Float f -> {
                int slot = temporary(TypeKind.DOUBLE);
                cb.dload(f.slot()).dstore(slot);
                return new Operand.Float(slot);
            }
            case Operand.Value v -> {
                int slot = temporary();
                cb.aload(v.slot()).astore(slot);
                return new Operand.Value(slot);
            }
            case Operand.MaybeInt m -> {
                int slot = temporary(TypeKind.LONG);
                int reference = temporary();
                cb.lload(m.slot()).lstore(slot).aload(m.reference()).astore(reference);
                return new Operand.MaybeInt(slot, reference);
            }
            case Operand.MaybeFloat m -> {
                int slot = temporary(TypeKind.DOUBLE);
                int reference = temporary();
                cb.dload(m.slot()).dstore(slot).aload(m.reference()).astore(reference);
                return new Operand.MaybeFloat(slot, reference);
            }
            default -> {
                return operand;
            }
        }
    }

    private void assignOperand(LocalVariable variable, Operand value, boolean declare) {
        switch (analysis.rep(variable)) {
            case INT -> {
                pushLong(value);
                cb.lstore(target(variable, declare)[0]);
            }
            case FLOAT -> {
                pushDouble(value);
                cb.dstore(target(variable, declare)[0]);
            }
            case MAYBE_INT -> assignMaybe(variable, value, true, declare);
            case MAYBE_FLOAT -> assignMaybe(variable, value, false, declare);
            default -> {
                loadBoxed(value);
                assignFromStack(variable, declare);
            }
        }
    }

    private void localFunction(Stat.LocalFunction s) {
        nil();
        declareFromStack(s.variable);
        closure(s.function.prototype);
        assignFromStack(s.variable, false);
    }

    private void assignIndexed(Stat.AssignIndexed s) {
        int object = temporary();
        int value = temporary();
        push(s.target.object);
        cb.astore(object);
        Operand key = evaluate(s.target.key);
        push(s.value);
        cb.astore(value);
        setField(object, key, value, s.target.pc);
    }

    private void assignMany(Stat.AssignMany s) {
        int count = s.targets.length;
        int[] objects = new int[count];
        Operand[] keys = new Operand[count];
        for (int i = 0; i < count; i++) {
            if (s.targets[i] instanceof Expr.Indexed indexed) {
                push(indexed.object);
                objects[i] = temporary();
                cb.astore(objects[i]);
                keys[i] = copy(evaluate(indexed.key));
            }
        }
        Operand[] values = spread(s.values, count);
        for (int i = count - 1; i >= 0; i--) {
            switch (s.targets[i]) {
                case Expr.Local local -> assignOperand(local.variable, values[i], false);
                case Expr.UpvalueAccess upvalue -> {
                    cb.aload(upvalue(upvalue.index));
                    loadBoxed(values[i]);
                    cb.putfield(UPVALUE, "value", VALUE);
                }
                case Expr.Indexed indexed -> {
                    int value = temporary();
                    loadBoxed(values[i]);
                    cb.astore(value);
                    setField(objects[i], keys[i], value, indexed.pc);
                }
                default -> throw new AssertionError(s.targets[i]);
            }
        }
    }

    private void ifStatement(Stat.If s) {
        Label end = cb.newLabel();
        for (int i = 0; i < s.conditions.length; i++) {
            Label next = cb.newLabel();
            freeTemporaries();
            jump(s.conditions[i], next, false);
            block(s.blocks[i]);
            if (i < s.conditions.length - 1 || s.otherwise != null) {
                cb.goto_(end);
            }
            cb.labelBinding(next);
        }
        if (s.otherwise != null) {
            block(s.otherwise);
        }
        cb.labelBinding(end);
    }

    private void whileLoop(Stat.While s) {
        Label head = cb.newLabel();
        Label end = cb.newLabel();
        cb.labelBinding(head);
        freeTemporaries();
        jump(s.condition, end, false);
        loops.push(new LoopExit(s, end, null, -1, Progress.NONE));
        block(s.body);
        safepoint(loops.pop());
        cb.goto_(head);
        cb.labelBinding(end);
    }

    private void repeatLoop(Stat.Repeat s) {
        Label head = cb.newLabel();
        Label end = cb.newLabel();
        cb.labelBinding(head);
        loops.push(new LoopExit(s, end, end, -1, Progress.NONE));
        block(s.body);
        safepoint(loops.pop());
        cb.goto_(head);
        cb.labelBinding(end);
    }

    private void numericFor(Stat.NumericFor s) {
        Type start = analysis.type(s.start);
        Type step = s.step == null ? Type.INT : analysis.type(s.step);
        if (start == Type.INT && step == Type.INT) {
            countedFor(s);
        } else {
            generalFor(s);
        }
    }

    /** A loop over integers. */
    private void countedFor(Stat.NumericFor s) {
        int next = cb.allocateLocal(TypeKind.LONG);
        int remaining = cb.allocateLocal(TypeKind.LONG);
        int by = cb.allocateLocal(TypeKind.LONG);
        pushLong(s.start);
        cb.lstore(next);
        boolean exact = analysis.type(s.limit) == Type.INT;
        int limitNumber = -1;
        int limit = -1;
        if (exact) {
            limitNumber = cb.allocateLocal(TypeKind.LONG);
            pushLong(s.limit);
            cb.lstore(limitNumber);
        } else {
            limit = reference();
            push(s.limit);
            cb.astore(limit);
        }
        if (s.step == null) {
            cb.lconst_1().lstore(by);
        } else {
            pushLong(s.step);
            cb.lstore(by);
        }
        boolean constantStep = s.step == null || s.step instanceof Expr.Constant c && ((LuaInt) c.value).value != 0;
        if (exact && constantStep) {
            cb.lload(next).lload(limitNumber).lload(by);
            cb.invokestatic(LOOP, "iterations", MethodTypeDesc.of(CD_long, CD_long, CD_long, CD_long));
        } else {
            site(s.pc);
            cb.aload(state).lload(next);
            if (exact) {
                cb.lload(limitNumber);
                boxInt();
            } else {
                cb.aload(limit);
            }
            cb.lload(by);
            cb.invokestatic(LOOP, "iterations", MethodTypeDesc.of(CD_long, STATE, CD_long, VALUE, CD_long));
        }
        cb.lstore(remaining);
        count(s, next, remaining, by);
    }

    /** The body of a loop with variables. */
    private void body(Stat.Block body, LocalVariable... variables) {
        active.addAll(List.of(variables));
        block(body);
        active.subList(active.size() - variables.length, active.size()).clear();
    }

    private void resumeCount(Stat.NumericFor s) {
        int next = cb.allocateLocal(TypeKind.LONG);
        int remaining = cb.allocateLocal(TypeKind.LONG);
        int by = cb.allocateLocal(TypeKind.LONG);
        cb.lload(2).lstore(next).lload(4).lstore(remaining).lload(6).lstore(by);
        count(s, next, remaining, by);
    }

    private void count(Stat.NumericFor s, int next, int remaining, int by) {
        Label head = cb.newLabel();
        Label end = cb.newLabel();
        cb.labelBinding(head);
        cb.lload(remaining).lconst_0().lcmp().ifeq(end);
        freeTemporaries();
        assignOperand(s.variable, new Operand.Int(next), true);
        loops.push(new LoopExit(s, end, null, -1, Progress.of(next, remaining, by, -1)));
        body(s.body, s.variable);
        cb.lload(next).lload(by).ladd().lstore(next);
        cb.lload(remaining).lconst_1().lsub().lstore(remaining);
        safepoint(loops.pop());
        cb.goto_(head);
        cb.labelBinding(end);
    }

    /** A loop of which only the run time knows whether it is one over integers. */
    private void generalFor(Stat.NumericFor s) {
        int start = reference();
        int limit = reference();
        int step = reference();
        push(s.start);
        cb.astore(start);
        push(s.limit);
        cb.astore(limit);
        if (s.step == null) {
            constant(LuaInt.of(1));
        } else {
            push(s.step);
        }
        cb.astore(step);
        site(s.pc);
        int loop = reference();
        ClassDesc range = desc(Range.class);
        cb.new_(range).dup().aload(state).aload(start).aload(limit).aload(step);
        cb.invokespecial(range, INIT_NAME, MethodTypeDesc.of(CD_void, STATE, VALUE, VALUE, VALUE))
                .astore(loop);
        int next = cb.allocateLocal(TypeKind.LONG);
        int remaining = cb.allocateLocal(TypeKind.LONG);
        int by = cb.allocateLocal(TypeKind.LONG);
        cb.aload(loop).getfield(range, "start", CD_long).lstore(next);
        cb.aload(loop).getfield(range, "iterations", CD_long).lstore(remaining);
        cb.aload(loop).getfield(range, "step", CD_long).lstore(by);
        int reference = reference();
        Label head = cb.newLabel();
        Label end = cb.newLabel();
        Label floats = cb.newLabel();
        Label body = cb.newLabel();
        cb.labelBinding(head);
        freeTemporaries();
        cb.aload(loop).getfield(range, "floats", CD_boolean).ifne(floats);
        cb.lload(remaining).lconst_0().lcmp().ifeq(end);
        cb.aconst_null().checkcast(VALUE).astore(reference).goto_(body);
        cb.labelBinding(floats);
        cb.aload(loop).invokevirtual(range, "next", MethodTypeDesc.of(VALUE)).astore(reference);
        cb.aload(reference).ifnull(end);
        cb.labelBinding(body);
        if (analysis.rep(s.variable) == Rep.FLOAT) {
            cb.aload(reference).checkcast(FLOAT).getfield(FLOAT, "value", CD_double);
            cb.dstore(slotsOf(s.variable)[0]);
        } else {
            assignOperand(s.variable, new Operand.MaybeInt(next, reference), true);
        }
        loops.push(new LoopExit(s, end, null, -1, Progress.of(next, remaining, by, loop)));
        body(s.body, s.variable);
        cb.lload(next).lload(by).ladd().lstore(next);
        cb.lload(remaining).lconst_1().lsub().lstore(remaining);
        safepoint(loops.pop());
        cb.goto_(head);
        cb.labelBinding(end);
    }

    private void genericFor(Stat.GenericFor s) {
        int list = temporary();
        pushList(-1, s.values);
        int iteration = reference();
        cb.astore(list)
                .new_(ITERATION)
                .dup()
                .aload(state)
                .aload(thread)
                .aload(info)
                .loadConstant(s.pc)
                .aload(list);
        cb.invokespecial(ITERATION, INIT_NAME, MethodTypeDesc.of(CD_void, STATE, THREAD, INFO, CD_int, VARARGS))
                .astore(iteration);
        iterate(s, iteration, true);
    }

    /** @param closes whether this code, and not the interpreter, has to close what the loop iterates over */
    private void iterate(Stat.GenericFor s, int iteration, boolean closes) {
        Label head = cb.newLabel();
        Label end = cb.newLabel();
        Label from = cb.newLabel();
        Label to = cb.newLabel();
        cb.labelBinding(from);
        cb.labelBinding(head);
        cb.aload(iteration)
                .invokevirtual(ITERATION, "next", MethodTypeDesc.of(CD_boolean))
                .ifeq(end);
        freeTemporaries();
        cb.aload(iteration).getfield(ITERATION, "first", VALUE);
        declareFromStack(s.variables[0]);
        if (s.variables.length > 1) {
            cb.aload(iteration).getfield(ITERATION, "second", VALUE);
            declareFromStack(s.variables[1]);
        }
        for (int i = 2; i < s.variables.length; i++) {
            cb.aload(iteration).loadConstant(i + 1).invokevirtual(ITERATION, "variable", ARG);
            declareFromStack(s.variables[i]);
        }
        loops.push(new LoopExit(s, end, null, closes ? iteration : -1, Progress.of(iteration)));
        body(s.body, s.variables);
        safepoint(loops.pop());
        cb.goto_(head);
        cb.labelBinding(to);
        if (closes) {
            int failure = reference();
            Label handler = cb.newLabel();
            cb.exceptionCatch(from, to, handler, THROWABLE);
            cb.labelBinding(handler);
            cb.astore(failure).aload(iteration).aload(failure);
            cb.invokevirtual(ITERATION, "fail", MethodTypeDesc.of(THROWABLE, THROWABLE))
                    .athrow();
        }
        cb.labelBinding(end);
        if (closes) {
            close(iteration);
        }
    }

    private void close(int iteration) {
        cb.aload(iteration).invokevirtual(ITERATION, "close", MethodTypeDesc.of(CD_void));
    }

    private void closeLoops(int outerDepth) {
        int count = loops.size() - outerDepth;
        for (LoopExit loop : loops) {
            if (count-- <= 0) {
                break;
            }
            if (loop.iteration() >= 0) {
                close(loop.iteration());
            }
        }
    }

    private void gotoStatement(Stat.Goto s) {
        LabelPosition target = s.target;
        if (frame < 0 || target.loopDepth > unitDepth) {
            closeLoops(target.loopDepth - unitDepth);
            cb.goto_(label(target));
            return;
        }
        closeLoops(0);
        cb.aload(frame);
        constants.load(cb, target, LABEL);
        cb.putfield(FRAME, "target", LABEL);
        signal(Stat.GOTO);
    }

    private void returnStatement(Stat.Return s) {
        if (frame >= 0) {
            int result = temporary();
            if (s.tail) {
                pushTail(s);
            } else {
                pushList(-1, s.values);
            }
            cb.astore(result);
            closeLoops(0);
            cb.aload(frame).aload(result).putfield(FRAME, "result", VARARGS);
            cb.loadConstant(Stat.RETURN).ireturn();
            return;
        }
        if (s.tail) {
            tailCall(s);
            return;
        }
        pushList(-1, s.values);
        if (!loops.isEmpty()) {
            int result = temporary();
            cb.astore(result);
            closeLoops(0);
            cb.aload(result);
        }
        leave();
        cb.areturn();
    }

    /** In a loop, a tail call is left to the interpreter. */
    private void pushTail(Stat.Return s) {
        int function = temporary();
        int list = temporary();
        pushCallee(s.values[0], function, list);
        Label other = cb.newLabel();
        Label end = cb.newLabel();
        cb.aload(function).instanceOf(CLOSURE).ifeq(other);
        cb.aload(function).checkcast(CLOSURE).aload(list);
        cb.invokestatic(FAST, "tailCall", ENTER_VARARGS).goto_(end);
        cb.labelBinding(other);
        cb.aload(state).aload(thread).aload(info).aload(function).aload(list);
        invokeOther();
        cb.labelBinding(end);
    }

    private void pushCallee(Expr e, int function, int list) {
        switch (e) {
            case Expr.Call c -> {
                push(c.function);
                cb.astore(function);
                pushList(-1, c.arguments);
                cb.astore(list);
                site(c.pc);
            }
            case Expr.MethodCall m -> {
                int object = temporary();
                push(m.object);
                cb.astore(object);
                int found = method(m, object);
                cb.aload(found).astore(function);
                pushList(object, m.arguments);
                cb.astore(list);
                site(m.pc);
            }
            default -> throw new AssertionError(e);
        }
    }

    private void tailCall(Stat.Return s) {
        int function = temporary();
        switch (s.values[0]) {
            case Expr.Call c
            when c.hasFixedArguments() && c.arguments.length <= 3 -> {
                push(c.function);
                cb.astore(function);
                tailFixed(function, fixedArguments(c.arguments, true), c.pc);
            }
            case Expr.MethodCall m
            when m.hasFixedArguments() && m.arguments.length <= 2 -> {
                int object = temporary();
                push(m.object);
                cb.astore(object);
                int found = method(m, object);
                tailFixed(found, withSelf(object, fixedArguments(m.arguments, true)), m.pc);
            }
            default -> {
                int list = temporary();
                pushCallee(s.values[0], function, list);
                cb.aload(state).aload(thread).aload(info).aload(function).aload(list);
                cb.invokestatic(FAST, "tail", MethodTypeDesc.of(VARARGS, STATE, THREAD, INFO, VALUE, VARARGS));
                cb.areturn();
            }
        }
    }

    private void tailFixed(int function, int[] arguments, int pc) {
        Label other = cb.newLabel();
        site(pc);
        cb.aload(function).instanceOf(CLOSURE).ifeq(other);
        cb.aload(info)
                .invokestatic(FAST, "nests", MethodTypeDesc.of(CD_boolean, INFO))
                .ifeq(other);
        leave();
        enter(function, arguments);
        cb.areturn();
        cb.labelBinding(other);
        cb.aload(state).aload(thread).aload(info).aload(function);
        pack(arguments);
        cb.invokestatic(FAST, "leap", MethodTypeDesc.of(VARARGS, STATE, THREAD, INFO, VALUE, VARARGS));
        cb.areturn();
    }
}
