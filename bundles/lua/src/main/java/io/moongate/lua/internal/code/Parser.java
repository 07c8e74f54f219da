package io.moongate.lua.internal.code;

import static io.moongate.lua.internal.code.BinaryOperator.CONCAT;

import io.moongate.lua.internal.AbstractNumber;
import io.moongate.lua.internal.Arith;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.code.Expr.Constructor.Field;
import io.moongate.lua.internal.code.LocalVariable.Attribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Recursive descent from tokens to a resolved syntax tree (manual 9). */
public final class Parser {

    static final String ENV = "_ENV";

    /** As many as the reference has levels of C calls. */
    private static final int MAX_DEPTH = 195;

    private final GlobalState state;
    private final Lexer lexer;
    private final String source;
    private final byte[] text;
    private final int start;
    private FunctionState function;
    private boolean stripped;
    private int depth;

    private Parser(GlobalState state, byte[] text, int start, String source) {
        this.state = state;
        this.source = source;
        this.text = text;
        this.start = start;
        this.lexer = new Lexer(state, text, start, Names.shortSource(source));
        this.function = new FunctionState(null, new LuaPrototype(source, 0));
    }

    /**
     * Parses a chunk.
     *
     * @param start where in {@code text} the chunk begins
     * @param source as {@link LuaPrototype#source}
     */
    public static LuaPrototype parse(GlobalState state, byte[] text, int start, String source) {
        return new Parser(state, text, start, source).chunk();
    }

    /** As {@link #parse(GlobalState, byte[], int, String)}, with the number of the first line, and maybe without lines and names. */
    static LuaPrototype parse(
            GlobalState state, byte[] text, int start, String source, int firstLine, boolean stripped) {
        Parser parser = new Parser(state, text, start, source);
        parser.stripped = stripped;
        parser.lexer.startAt(firstLine);
        return parser.chunk();
    }

    private LuaPrototype chunk() {
        LuaPrototype main = function.prototype;
        main.main = true;
        main.vararg = true;
        main.text = text;
        main.textStart = start;
        main.textEnd = text.length;
        function.addUpvalue(new UpvalueSource(ENV, null, 0), null);
        lexer.next();
        main.body = block(false);
        if (lexer.token != Token.EOF) {
            throw expected(Token.EOF);
        }
        finishFunction();
        return main;
    }

    private void finishFunction() {
        checkGotos();
        function.prototype.endLine = function.prototype.main ? lexer.previousLine : lexer.line();
        function.prototype.stripped = stripped;
        function.prototype.lastLineDefined = function.prototype.main ? 0 : lexer.line();
        function.finish();
    }

    private void checkGotos() {
        if (!function.scope.gotos.isEmpty()) {
            Stat.Goto open = function.scope.gotos.getFirst().statement();
            throw lexer.plainError("no visible label '" + open.name + "' for <goto> at line " + open.line);
        }
    }

    // Tokens.

    private ScriptError expected(Token token) {
        return lexer.error(quote(token) + " expected");
    }

    private static String quote(Token token) {
        return switch (token) {
            case EOF, NAME, STRING, NUMBER -> token.text;
            default -> "'" + token.text + "'";
        };
    }

    private boolean accept(Token token) {
        if (lexer.token != token) {
            return false;
        }
        lexer.next();
        return true;
    }

    private void expect(Token token) {
        if (!accept(token)) {
            throw expected(token);
        }
    }

    private void expectClosing(Token what, Token opening, int line) {
        if (accept(what)) {
            return;
        }
        if (line == lexer.line()) {
            throw expected(what);
        }
        throw lexer.error(quote(what) + " expected (to close " + quote(opening) + " at line " + line + ")");
    }

    private LuaString name() {
        if (lexer.token != Token.NAME) {
            throw expected(Token.NAME);
        }
        LuaString name = (LuaString) lexer.value;
        lexer.next();
        return name;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw lexer.error("C stack overflow");
        }
    }

    private void checkLimit(int count, int limit, String what) {
        if (count > limit) {
            int line = function.prototype.lineDefined;
            String where = line == 0 ? "main function" : "function at line " + line;
            throw lexer.error("too many " + what + " (limit is " + limit + ") in " + where);
        }
    }

    // Nodes.

    private <E extends Expr> E at(int line, E node) {
        node.line = line;
        node.pc = function.site(node);
        return node;
    }

    private <S extends Stat> S at(int line, S node) {
        node.line = line;
        node.pc = function.site(node);
        return node;
    }

    /** A node whose line is known. */
    private <E extends Expr> E settled(int line, E node) {
        node.settled = true;
        return at(line, node);
    }

    /** How the reference implementation wants a value: how much of it is an instruction of its own. */
    private enum Need {
        /** Tested: comparisons and literals are by themselves. */
        TEST,
        /** Fetched, if it is not a variable or a literal. */
        VALUE,
        /** As an operand, which may be a literal. */
        OPERAND,
        /** In any register: in that of a local variable, if it is one. */
        REGISTER,
        /** In a register of its own. */
        NEXT
    }

    /**
     * Says that a value is fetched now, behind the last token that was read: so error messages and hooks tell the line that
     * the reference implementation tells.
     */
    private Expr fetch(Expr e, Need need) {
        switch (e) {
            case Expr.Constant c -> settle(c, need.compareTo(Need.REGISTER) >= 0);
            case Expr.Local l -> settle(l, need == Need.NEXT);
            case Expr.UpvalueAccess u -> settle(u, true);
            case Expr.Indexed i -> settle(i, true);
            case Expr.Paren p -> fetch(p.inner, need);
            case Expr.Binary b
            when b.operator.isLogical() -> {
                fetch(b.right, need == Need.TEST || need == Need.VALUE ? need : Need.NEXT);
                makeTruth(b, need, isJump(b.left) && !isJump(b.right));
            }
            case Expr.Binary b -> makeTruth(b, need, b.operator.isComparison());
            case Expr.Unary u when u.operator == UnaryOperator.NOT -> makeTruth(u, need, isJump(u.operand));
            default -> {}
        }
        return e;
    }

    /** Whether an expression ends with a jump, not a value. */
    private static boolean isJump(Expr e) {
        return switch (e) {
            case Expr.Binary b when b.operator.isLogical() -> isJump(b.left) || isJump(b.right);
            case Expr.Binary b -> b.operator.isComparison();
            case Expr.Unary u -> u.operator == UnaryOperator.NOT && isJump(u.operand);
            case Expr.Paren p -> isJump(p.inner);
            default -> false;
        };
    }

    /** A jump is made a truth value by instructions of their own. */
    private void makeTruth(Expr e, Need need, boolean isJump) {
        if (isJump && need.compareTo(Need.OPERAND) >= 0 && e.truthLine == 0) {
            e.truthLine = lexer.previousLine;
        }
    }

    private Expr condition(Expr e) {
        Expr inner = e instanceof Expr.Paren p ? p.inner : e;
        boolean isFalse = inner instanceof Expr.Constant c && !c.value.toboolean();
        return fetch(e, isFalse ? Need.REGISTER : Need.TEST);
    }

    private void settle(Expr e, boolean now) {
        if (now && !e.settled) {
            e.settled = true;
            e.line = lexer.previousLine;
        }
    }

    /** The container of a field: a table in an upvalue is used where it is. */
    private Expr container(Expr e) {
        return e instanceof Expr.UpvalueAccess ? e : fetch(e, Need.REGISTER);
    }

    private <S extends Stat> S plain(int line, S node) {
        node.lastLine = lexer.previousLine;
        return at(line, node);
    }

    // Blocks.

    private boolean blockFollows(boolean withUntil) {
        return switch (lexer.token) {
            case ELSE, ELSEIF, END, EOF -> true;
            case UNTIL -> withUntil;
            default -> false;
        };
    }

    private Stat.Block scopedBlock(boolean loop) {
        function.enterScope(loop);
        Stat.Block block = block(false);
        if (function.leaveScope()) {
            block.closeLine = lexer.previousLine;
        }
        return block;
    }

    /** The statements up to the end of a block, in the scope that is open. */
    private Stat.Block block(boolean repeat) {
        return new BlockParser(repeat).parse();
    }

    /** One block: a to-be-closed variable makes the rest of it a block of its own. */
    private final class BlockParser {
        private final Stat.Block outermost = new Stat.Block();
        private final List<Stat> outermostList = new ArrayList<>();
        private final boolean repeat;
        private Stat.Block block = outermost;
        private List<Stat> list = outermostList;
        private final List<Runnable> completions = new ArrayList<>();
        private final List<LabelPosition> trailing = new ArrayList<>();

        BlockParser(boolean repeat) {
            this.repeat = repeat;
        }

        Stat.Block parse() {
            complete(outermost, outermostList);
            while (!blockFollows(true)) {
                if (lexer.token == Token.RETURN) {
                    list.add(returnStatement());
                    break;
                }
                statement();
            }
            if (repeat) {
                until();
            }
            completions.forEach(Runnable::run);
            for (LabelPosition label : trailing) {
                label.block.labels.remove(label);
                label.block = outermost;
                label.index = outermostList.size();
                outermost.labels.add(label);
            }
            return outermost;
        }

        private void complete(Stat.Block target, List<Stat> statements) {
            completions.add(() -> target.statements = statements.toArray(Stat.Block.EMPTY));
        }

        private void until() {
            expectUntil();
            int line = lexer.line();
            list.add(plain(line, new Stat.Until(condition(expression()))));
        }

        private void statement() {
            enter();
            int line = lexer.line();
            switch (lexer.token) {
                case SEMICOLON -> lexer.next();
                case DOUBLE_COLON -> label();
                case LOCAL -> local(line);
                default -> list.add(simpleStatement(line));
            }
            depth--;
        }

        private void label() {
            lexer.next();
            LabelPosition label = new LabelPosition(name().tojstring(), lexer.previousLine);
            expect(Token.DOUBLE_COLON);
            LabelPosition known = function.findLabel(label.name);
            if (known != null) {
                throw lexer.plainError("label '" + label.name + "' already defined on line " + known.line);
            }
            while (lexer.token == Token.SEMICOLON || lexer.token == Token.DOUBLE_COLON) {
                if (lexer.token == Token.SEMICOLON) {
                    lexer.next();
                } else {
                    label();
                }
            }
            place(label, blockFollows(false));
        }

        private void place(LabelPosition label, boolean last) {
            LabelPosition known = function.findLabel(label.name);
            if (known != null) {
                throw lexer.plainError("label '" + label.name + "' already defined on line " + known.line);
            }
            FunctionState.Scope scope = function.scope;
            label.block = block;
            block.labels.add(label);
            label.loopDepth = function.loopDepth();
            label.index = list.size();
            label.activeVariables = last ? scope.firstActive : function.active.size();
            if (last) {
                trailing.add(label);
            }
            scope.labels.add(label);
            scope.gotos.removeIf(pending -> resolve(pending, label));
        }

        private boolean resolve(FunctionState.Pending pending, LabelPosition label) {
            if (!pending.statement().name.equals(label.name)) {
                return false;
            }
            if (pending.activeVariables() < label.activeVariables) {
                String variable = function.active.get(pending.activeVariables()).name;
                throw lexer.plainError("<goto " + label.name + "> at line " + pending.statement().line
                        + " jumps into the scope of local '" + variable + "'");
            }
            pending.statement().target = label;
            return true;
        }

        private void local(int line) {
            lexer.next();
            if (accept(Token.FUNCTION)) {
                localFunction(line);
                return;
            }
            List<LocalVariable> variables = new ArrayList<>();
            LocalVariable toClose = null;
            do {
                LocalVariable variable = attributedName();
                if (variable.attribute == Attribute.CLOSE) {
                    if (toClose != null) {
                        throw lexer.plainError("multiple to-be-closed variables in local list");
                    }
                    toClose = variable;
                }
                variables.add(variable);
            } while (accept(Token.COMMA));
            List<Expr> values = accept(Token.ASSIGN) ? expressions() : List.of();
            if (!values.isEmpty()) {
                fetch(values.getLast(), Need.NEXT);
            }
            declare(line, variables, values);
            if (toClose != null) {
                close(line, toClose);
            }
        }

        private void declare(int line, List<LocalVariable> variables, List<Expr> values) {
            LocalVariable first = variables.getFirst();
            if (variables.size() == 1
                    && values.size() == 1
                    && first.attribute == Attribute.CONST
                    && values.getFirst() instanceof Expr.Constant constant) {
                function.giveBack(first);
                activate(function.newConstant(first.name, constant));
                return;
            }
            list.add(plain(line, new Stat.Local(variables, values)));
            variables.forEach(Parser.this::activate);
        }

        private void close(int line, LocalVariable variable) {
            function.scope.closes = true;
            Stat.Block rest = new Stat.Block();
            list.add(plain(line, new Stat.CloseScope(variable, rest)));
            block = rest;
            list = new ArrayList<>();
            complete(rest, list);
        }

        private void localFunction(int line) {
            LuaString name = name();
            LocalVariable variable = newVariable(name.tojstring(), Attribute.NONE);
            activate(variable);
            list.add(plain(line, new Stat.LocalFunction(variable, body(false, line))));
        }
    }

    private void expectUntil() {
        if (lexer.token != Token.UNTIL) {
            throw expectedUntil();
        }
        lexer.next();
    }

    private ScriptError expectedUntil() {
        return lexer.line() == repeatLine
                ? expected(Token.UNTIL)
                : lexer.error("'until' expected (to close 'repeat' at line " + repeatLine + ")");
    }

    private int repeatLine;

    private LocalVariable newVariable(String name, Attribute attribute) {
        checkLimit(function.variableCount() + 1, FunctionState.MAX_LOCALS, "local variables");
        return function.newVariable(name, attribute);
    }

    private void activate(LocalVariable variable) {
        checkLimit(function.active.size() + 1, FunctionState.MAX_LOCALS, "local variables");
        function.activate(variable);
    }

    private LocalVariable attributedName() {
        String name = name().tojstring();
        Attribute attribute = Attribute.NONE;
        if (accept(Token.LESS)) {
            String text = name().tojstring();
            expect(Token.GREATER);
            attribute = switch (text) {
                case "const" -> Attribute.CONST;
                case "close" -> Attribute.CLOSE;
                default -> throw lexer.plainError("unknown attribute '" + text + "'");
            };
        }
        return newVariable(name, attribute);
    }

    // Statements.

    private Stat simpleStatement(int line) {
        return switch (lexer.token) {
            case IF -> ifStatement(line);
            case WHILE -> whileStatement(line);
            case DO -> {
                lexer.next();
                Stat.Block block = scopedBlock(false);
                expectClosing(Token.END, Token.DO, line);
                yield plain(line, new Stat.Do(block, function.freeSlot()));
            }
            case FOR -> forStatement(line);
            case REPEAT -> repeatStatement(line);
            case FUNCTION -> functionStatement(line);
            case BREAK -> breakStatement(line);
            case GOTO -> gotoStatement(line);
            default -> expressionStatement(line);
        };
    }

    private Stat ifStatement(int line) {
        List<Expr> conditions = new ArrayList<>();
        List<Stat.Block> blocks = new ArrayList<>();
        List<Integer> testLines = new ArrayList<>();
        List<Integer> endLines = new ArrayList<>();
        Stat.Block otherwise = null;
        do {
            lexer.next();
            conditions.add(expression());
            expect(Token.THEN);
            condition(conditions.getLast());
            testLines.add(lexer.previousLine);
            blocks.add(scopedBlock(false));
            endLines.add(lexer.previousLine);
        } while (lexer.token == Token.ELSEIF);
        if (accept(Token.ELSE)) {
            otherwise = scopedBlock(false);
        }
        expectClosing(Token.END, Token.IF, line);
        return plain(line, new Stat.If(conditions, blocks, otherwise, testLines, endLines));
    }

    private Stat whileStatement(int line) {
        lexer.next();
        Expr condition = condition(expression());
        int testLine = lexer.previousLine;
        expect(Token.DO);
        Stat.Block body = scopedBlock(true);
        Stat.While loop = loop(plain(line, new Stat.While(condition, body)));
        loop.testLine = testLine;
        expectClosing(Token.END, Token.WHILE, line);
        return loop;
    }

    private Stat repeatStatement(int line) {
        lexer.next();
        int outer = repeatLine;
        function.enterScope(true);
        function.enterScope(false);
        BlockParser parser = new BlockParser(true);
        repeatLine = line;
        Stat.Block body = parser.parse();
        repeatLine = outer;
        function.leaveScope();
        function.leaveScope();
        return loop(plain(line, new Stat.Repeat(body)));
    }

    private Stat forStatement(int line) {
        lexer.next();
        LuaString first = name();
        function.enterScope(true);
        Stat.Loop loop = switch (lexer.token) {
            case ASSIGN -> numericFor(line, first);
            case COMMA, IN -> genericFor(line, first);
            default -> throw lexer.error("'=' or 'in' expected");
        };
        function.leaveScope();
        return loop(loop);
    }

    private <L extends Stat.Loop> L loop(L loop) {
        loop.depth = function.loopDepth();
        return loop;
    }

    private Stat.Loop numericFor(int line, LuaString name) {
        lexer.next();
        Expr start = fetch(expression(), Need.NEXT);
        expect(Token.COMMA);
        Expr limit = fetch(expression(), Need.NEXT);
        Expr step = accept(Token.COMMA) ? fetch(expression(), Need.NEXT) : null;
        hidden(3);
        expect(Token.DO);
        int preparedLine = lexer.previousLine;
        function.enterScope(false);
        LocalVariable variable = newVariable(name.tojstring(), Attribute.NONE);
        activate(variable);
        Stat.Block body = scopedBlock(false);
        leaveBody(body);
        Stat.NumericFor loop = at(preparedLine, new Stat.NumericFor(variable, start, limit, step, body));
        loop.loopLine = line;
        expectClosing(Token.END, Token.FOR, line);
        return loop;
    }

    /** The loop's own variables, which the debug library shows. */
    private void hidden(int count) {
        for (int i = 0; i < count; i++) {
            activate(newVariable("(for state)", Attribute.NONE));
        }
    }

    private Stat.Loop genericFor(int line, LuaString first) {
        List<LuaString> names = new ArrayList<>();
        names.add(first);
        while (accept(Token.COMMA)) {
            names.add(name());
        }
        expect(Token.IN);
        int callLine = lexer.line();
        List<Expr> values = expressions();
        fetch(values.getLast(), Need.NEXT);
        hidden(4);
        // A value to be closed may be among the four: what returns from the loop is no tail call.
        boolean closes = function.scope.closes;
        function.scope.closes = true;
        expect(Token.DO);
        int preparedLine = lexer.previousLine;
        function.enterScope(false);
        List<LocalVariable> variables = new ArrayList<>();
        for (LuaString name : names) {
            variables.add(newVariable(name.tojstring(), Attribute.NONE));
        }
        variables.forEach(this::activate);
        Stat.Block body = scopedBlock(false);
        leaveBody(body);
        Stat.GenericFor loop = at(callLine, new Stat.GenericFor(variables, values, body));
        loop.lastLine = preparedLine;
        function.scope.closes = closes;
        expectClosing(Token.END, Token.FOR, line);
        loop.endLine = lexer.previousLine;
        return loop;
    }

    /** The end of a loop's variables. */
    private void leaveBody(Stat.Block body) {
        if (function.leaveScope()) {
            body.closeLine = lexer.previousLine;
        }
    }

    private Stat functionStatement(int line) {
        lexer.next();
        Expr target = variable(name(), lexer.previousLine);
        boolean method = false;
        while (lexer.token == Token.DOT || lexer.token == Token.COLON) {
            method = lexer.token == Token.COLON;
            container(target);
            lexer.next();
            target = at(lexer.line(), new Expr.Indexed(target, new Expr.Constant(name())));
            if (method) {
                break;
            }
        }
        String constant = constantName;
        Expr.Function value = body(method, line);
        if (target instanceof Expr.Constant) {
            throw lexer.plainError("attempt to assign to const variable '" + constant + "'");
        }
        Stat assignment = assignment(line, target, value);
        assignment.lastLine = line;
        return assignment;
    }

    private Stat breakStatement(int line) {
        lexer.next();
        if (function.loopDepth() == 0) {
            throw lexer.plainError("break outside loop at line " + line);
        }
        return plain(line, new Stat.Break());
    }

    private Stat gotoStatement(int line) {
        lexer.next();
        Stat.Goto statement = plain(line, new Stat.Goto(name().tojstring()));
        LabelPosition label = function.findLabel(statement.name);
        if (label != null) {
            statement.target = label;
        } else {
            function.scope.gotos.add(new FunctionState.Pending(statement, function.active.size()));
        }
        return statement;
    }

    private Stat returnStatement() {
        int line = lexer.line();
        lexer.next();
        List<Expr> values = blockFollows(true) || lexer.token == Token.SEMICOLON ? List.of() : expressions();
        if (!values.isEmpty()) {
            fetch(values.getLast(), values.size() == 1 ? Need.REGISTER : Need.NEXT);
        }
        Stat.Return statement = plain(line, new Stat.Return(values, !function.scope.closes));
        accept(Token.SEMICOLON);
        return statement;
    }

    private Stat expressionStatement(int line) {
        Expr first = suffixedExpression();
        if (lexer.token == Token.ASSIGN || lexer.token == Token.COMMA) {
            return assignments(line, first);
        }
        if (first instanceof Expr.Call || first instanceof Expr.MethodCall) {
            return plain(line, new Stat.Evaluate(first));
        }
        throw lexer.error("syntax error");
    }

    private Stat assignments(int line, Expr first) {
        List<Expr> targets = new ArrayList<>();
        targets.add(checkAssignable(first));
        while (accept(Token.COMMA)) {
            enter();
            targets.add(checkAssignable(suffixedExpression()));
        }
        depth -= targets.size() - 1;
        expect(Token.ASSIGN);
        List<Expr> values = expressions();
        if (targets.size() == 1 && values.size() == 1) {
            return assignment(line, first, values.getFirst());
        }
        targets.forEach(this::countAssignment);
        fetch(values.getLast(), Need.NEXT);
        return plain(line, new Stat.AssignMany(targets, values));
    }

    private Expr checkAssignable(Expr target) {
        switch (target) {
            case Expr.Local local -> checkWritable(local.variable);
            case Expr.UpvalueAccess upvalue -> checkWritable(function.upvalueOrigin(upvalue.index));
            case Expr.Indexed indexed -> {}
            case Expr.Constant constant
            when constantName != null ->
                throw lexer.plainError("attempt to assign to const variable '" + constantName + "'");
            default -> throw lexer.error("syntax error");
        }
        return target;
    }

    /** The name of the compile-time constant that was read last, when nothing came after it. */
    private @Nullable String constantName;

    private void checkWritable(@Nullable LocalVariable variable) {
        if (variable != null && variable.isReadOnly()) {
            throw lexer.plainError("attempt to assign to const variable '" + variable.name + "'");
        }
    }

    private void countAssignment(Expr target) {
        switch (target) {
            case Expr.Local local -> local.variable.assignments++;
            case Expr.UpvalueAccess upvalue -> {
                LocalVariable origin = function.upvalueOrigin(upvalue.index);
                if (origin != null) {
                    origin.assignments++;
                }
            }
            default -> {}
        }
    }

    private Stat assignment(int line, Expr target, Expr value) {
        countAssignment(checkAssignable(target));
        return switch (target) {
            case Expr.Local local -> plain(line, new Stat.AssignLocal(local, fetch(value, Need.NEXT)));
            case Expr.UpvalueAccess upvalue ->
                plain(line, new Stat.AssignUpvalue(upvalue, fetch(value, Need.REGISTER)));
            case Expr.Indexed indexed -> {
                fetch(value, Need.OPERAND);
                settle(indexed, true);
                yield plain(line, new Stat.AssignIndexed(indexed, value));
            }
            default -> throw lexer.error("syntax error");
        };
    }

    // Expressions.

    private List<Expr> expressions() {
        List<Expr> list = new ArrayList<>();
        list.add(expression());
        while (accept(Token.COMMA)) {
            fetch(list.getLast(), Need.NEXT);
            list.add(expression());
        }
        return list;
    }

    private Expr expression() {
        return binary(0);
    }

    private Expr binary(int limit) {
        enter();
        Expr left = operand();
        BinaryOperator operator = BinaryOperator.of(lexer.token);
        while (operator != null && operator.left > limit) {
            int line = lexer.line();
            lexer.next();
            fetchLeft(operator, left);
            int testLine = lexer.previousLine;
            Expr right = binary(operator.right);
            fetchRight(operator, right);
            left = combine(operator, left, right, operator.isLogical() ? testLine : line);
            operator = BinaryOperator.of(lexer.token);
        }
        depth--;
        return left;
    }

    private void fetchLeft(BinaryOperator operator, Expr left) {
        boolean numeral = left instanceof Expr.Constant c && c.value instanceof AbstractNumber;
        boolean equality = operator == BinaryOperator.EQ || operator == BinaryOperator.NE;
        if (operator.isLogical()) {
            boolean decided =
                    left instanceof Expr.Constant c && c.value.toboolean() == (operator == BinaryOperator.AND);
            fetch(left, left instanceof Expr.Constant && !decided ? Need.REGISTER : Need.TEST);
            return;
        }
        fetch(left, operator == CONCAT ? Need.NEXT : numeral || equality ? Need.OPERAND : Need.REGISTER);
    }

    private void fetchRight(BinaryOperator operator, Expr right) {
        boolean literal = right instanceof Expr.Constant c && c.value instanceof AbstractNumber;
        fetch(
                right,
                operator.isLogical()
                        ? Need.VALUE
                        : operator == CONCAT ? Need.NEXT : literal ? Need.OPERAND : Need.REGISTER);
    }

    private Expr operand() {
        UnaryOperator operator = UnaryOperator.of(lexer.token);
        if (operator == null) {
            return simpleExpression();
        }
        int line = lexer.line();
        lexer.next();
        Expr operand = binary(UnaryOperator.PRIORITY);
        constantName = null;
        if (operand instanceof Expr.Constant constant && constant.value instanceof AbstractNumber number) {
            if (operator == UnaryOperator.NEGATE) {
                return new Expr.Constant(Arith.neg(state, number));
            }
        }
        fetch(operand, Need.REGISTER);
        return settled(operator == UnaryOperator.NOT ? lexer.previousLine : line, new Expr.Unary(operator, operand));
    }

    private Expr combine(BinaryOperator operator, Expr left, Expr right, int line) {
        constantName = null;
        if (operator == CONCAT) {
            List<Expr> operands = new ArrayList<>();
            operands.add(left);
            if (right instanceof Expr.Concatenation chain) {
                operands.addAll(List.of(chain.operands));
                return settled(chain.line, new Expr.Concatenation(operands));
            }
            operands.add(right);
            return settled(line, new Expr.Concatenation(operands));
        }
        Expr folded = fold(operator, left, right);
        int where = operator.isComparison() ? lexer.previousLine : line;
        return folded != null ? folded : settled(where, new Expr.Binary(operator, left, right));
    }

    /** Arithmetic on two literal numbers, where it cannot fail and its result is an ordinary number. */
    private @Nullable Expr fold(BinaryOperator operator, Expr left, Expr right) {
        if (left instanceof Expr.Constant a
                && right instanceof Expr.Constant b
                && a.value instanceof AbstractNumber x
                && b.value instanceof AbstractNumber y) {
            LuaValue result = switch (operator) {
                case ADD -> Arith.add(state, x, y);
                case SUB -> Arith.sub(state, x, y);
                case MUL -> Arith.mul(state, x, y);
                case DIV -> Arith.div(state, x, y);
                case POW -> Arith.pow(state, x, y);
                default -> null;
            };
            boolean ordinary =
                    result != null && !(result instanceof LuaFloat f && (f.value == 0 || Double.isNaN(f.value)));
            return ordinary ? new Expr.Constant(result) : null;
        }
        return null;
    }

    private Expr simpleExpression() {
        Expr literal = switch (lexer.token) {
            case NUMBER, STRING -> new Expr.Constant(lexer.value);
            case NIL -> new Expr.Constant(LuaValue.NIL);
            case TRUE -> new Expr.Constant(LuaValue.TRUE);
            case FALSE -> new Expr.Constant(LuaValue.FALSE);
            case ELLIPSIS -> vararg();
            default -> null;
        };
        if (literal != null) {
            lexer.next();
            constantName = null;
            return literal;
        }
        int line = lexer.line();
        return switch (lexer.token) {
            case LEFT_BRACE -> constructor();
            case FUNCTION -> {
                lexer.next();
                yield body(false, line);
            }
            default -> suffixedExpression();
        };
    }

    private Expr vararg() {
        if (!function.prototype.vararg) {
            throw lexer.error("cannot use '...' outside a vararg function");
        }
        Expr.Vararg e = new Expr.Vararg();
        e.settled = true;
        e.line = lexer.previousLine;
        return e;
    }

    private Expr primaryExpression() {
        int line = lexer.line();
        switch (lexer.token) {
            case NAME -> {
                LuaString name = (LuaString) lexer.value;
                lexer.next();
                return variable(name, line);
            }
            case LEFT_PAREN -> {
                lexer.next();
                Expr inner = expression();
                expectClosing(Token.RIGHT_PAREN, Token.LEFT_PAREN, line);
                constantName = null;
                return new Expr.Paren(fetch(inner, Need.VALUE));
            }
            default -> throw lexer.error("unexpected symbol");
        }
    }

    private Expr variable(LuaString name, int line) {
        Expr found = resolve(name.tojstring());
        if (found != null) {
            return found;
        }
        Expr env = resolve(ENV);
        constantName = null;
        return at(line, new Expr.Indexed(env, new Expr.Constant(name)));
    }

    private @Nullable Expr resolve(String name) {
        constantName = null;
        LocalVariable local = function.findLocal(name);
        if (local == null) {
            local = constantAround(name);
        }
        if (local != null) {
            if (local.constant != null) {
                constantName = name;
                return new Expr.Constant(local.constant.value);
            }
            return new Expr.Local(local);
        }
        int upvalue = function.findUpvalue(name);
        checkLimit(function.upvalues.size(), FunctionState.MAX_UPVALUES, "upvalues");
        return upvalue < 0 ? null : new Expr.UpvalueAccess(upvalue, name);
    }

    /** A compile-time constant of an enclosing function: it needs no upvalue. */
    private @Nullable LocalVariable constantAround(String name) {
        for (FunctionState f = function.parent; f != null; f = f.parent) {
            LocalVariable local = f.findLocal(name);
            if (local != null) {
                return local.constant != null ? local : null;
            }
        }
        return null;
    }

    private Expr suffixedExpression() {
        int line = lexer.line();
        Expr e = primaryExpression();
        for (; ; ) {
            switch (lexer.token) {
                case DOT -> {
                    container(e);
                    lexer.next();
                    int keyLine = lexer.line();
                    e = at(keyLine, new Expr.Indexed(e, new Expr.Constant(name())));
                }
                case LEFT_BRACKET -> {
                    int keyLine = lexer.line();
                    container(e);
                    Expr key = fetch(bracketKey(), Need.OPERAND);
                    if (e instanceof Expr.UpvalueAccess
                            && !(key instanceof Expr.Constant c && c.value instanceof LuaString)) {
                        fetch(e, Need.REGISTER);
                    }
                    e = at(keyLine, new Expr.Indexed(e, key));
                }
                case COLON -> {
                    lexer.next();
                    LuaString name = name();
                    fetch(e, Need.REGISTER);
                    int lookupLine = lexer.previousLine;
                    Expr.MethodCall call = new Expr.MethodCall(e, name, arguments());
                    call.lookup.line = lookupLine;
                    call.lookup.pc = function.site(call.lookup);
                    e = settled(line, call);
                }
                case LEFT_PAREN, STRING, LEFT_BRACE -> {
                    fetch(e, Need.NEXT);
                    e = settled(line, new Expr.Call(e, arguments()));
                }
                default -> {
                    return e;
                }
            }
            constantName = null;
        }
    }

    private Expr bracketKey() {
        lexer.next();
        Expr key = fetch(expression(), Need.VALUE);
        expect(Token.RIGHT_BRACKET);
        return key;
    }

    private List<Expr> arguments() {
        switch (lexer.token) {
            case STRING -> {
                Expr text = new Expr.Constant(lexer.value);
                lexer.next();
                return List.of(fetch(text, Need.NEXT));
            }
            case LEFT_BRACE -> {
                return List.of(constructor());
            }
            case LEFT_PAREN -> {
                int line = lexer.line();
                lexer.next();
                List<Expr> list = lexer.token == Token.RIGHT_PAREN ? List.of() : expressions();
                expectClosing(Token.RIGHT_PAREN, Token.LEFT_PAREN, line);
                if (!list.isEmpty()) {
                    fetch(list.getLast(), Need.NEXT);
                }
                return list;
            }
            default -> throw lexer.error("function arguments expected");
        }
    }

    private Expr constructor() {
        int line = lexer.line();
        int createdLine = lexer.previousLine;
        expect(Token.LEFT_BRACE);
        List<Field> fields = new ArrayList<>();
        while (lexer.token != Token.RIGHT_BRACE) {
            if (!fields.isEmpty()) {
                listed(fields.getLast());
            }
            fields.add(field());
            if (!accept(Token.COMMA) && !accept(Token.SEMICOLON)) {
                break;
            }
        }
        expectClosing(Token.RIGHT_BRACE, Token.LEFT_BRACE, line);
        if (!fields.isEmpty()) {
            listed(fields.getLast());
        }
        constantName = null;
        Expr.Constructor e = settled(createdLine, new Expr.Constructor(fields));
        e.endLine = lexer.previousLine;
        return e;
    }

    private void listed(Field field) {
        if (field.key == null) {
            fetch(field.value, Need.NEXT);
        }
    }

    private Field field() {
        if (lexer.token == Token.LEFT_BRACKET) {
            Expr key = bracketKey();
            expect(Token.ASSIGN);
            return keyed(fetch(key, Need.OPERAND));
        }
        if (lexer.token == Token.NAME && lexer.peek() == Token.ASSIGN) {
            Expr key = new Expr.Constant(name());
            expect(Token.ASSIGN);
            return keyed(key);
        }
        return new Field(null, expression(), -1);
    }

    private Field keyed(Expr key) {
        Field field = new Field(key, fetch(expression(), Need.OPERAND), -1);
        field.line = lexer.previousLine;
        field.pc = function.site(field);
        return field;
    }

    /** A function from its parameters to its end. */
    private Expr.Function body(boolean method, int line) {
        function = new FunctionState(function, new LuaPrototype(source, line));
        LuaPrototype prototype = function.prototype;
        prototype.text = text;
        prototype.textStart = lexer.tokenStart();
        prototype.method = method;
        List<LocalVariable> parameters = new ArrayList<>();
        if (method) {
            parameters.add(newVariable("self", Attribute.NONE));
        }
        expect(Token.LEFT_PAREN);
        parameters(parameters, prototype);
        expect(Token.RIGHT_PAREN);
        parameters.forEach(this::activate);
        prototype.parameters = parameters.toArray(new LocalVariable[0]);
        prototype.body = block(false);
        if (lexer.token != Token.END) {
            expectClosing(Token.END, Token.FUNCTION, line);
        }
        prototype.textEnd = lexer.tokenEnd();
        finishFunction();
        function = function.parent;
        lexer.next();
        constantName = null;
        return settled(lexer.previousLine, new Expr.Function(prototype));
    }

    private void parameters(List<LocalVariable> parameters, LuaPrototype prototype) {
        if (lexer.token == Token.RIGHT_PAREN) {
            return;
        }
        do {
            if (accept(Token.ELLIPSIS)) {
                prototype.vararg = true;
                return;
            }
            if (lexer.token != Token.NAME) {
                throw lexer.error("<name> or '...' expected");
            }
            parameters.add(newVariable(name().tojstring(), Attribute.NONE));
        } while (accept(Token.COMMA));
    }
}
