package io.moongate.lua;

import java.util.List;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * One function on the call stack of a thread, as a debugger sees it. Good for as long as the thread does not go on. Used by the
 * thread that runs the state.
 */
public interface LuaActivation {

    /** A variable and the value it has. */
    record Variable(String name, LuaValue value) {}

    LuaFunction function();

    /** What tracebacks call it: {@code "function 'string.rep'"}, {@code "local 'f'"}, {@code "main chunk"} … */
    String description();

    /** Whether it is written in Lua: others have no lines and no variables. */
    boolean isLua();

    /** Whether it took the place of its caller, which is then not on the stack. */
    boolean isTailCall();

    /** The chunk's name as it was given to {@code load}: {@code "@file.lua"}; {@code "=[C]"} for functions in Java. */
    String source();

    /** The line being executed, or -1. */
    int line();

    /** Where the function begins; 0 for main chunks, -1 for functions in Java. */
    int lineDefined();

    /** How many of the first {@link #locals} are parameters; 0 for functions in Java. */
    int parameterCount();

    /** Whether it takes extra arguments. */
    boolean isVararg();

    /** Whether local variables can be seen: not in functions that still run compiled. */
    boolean hasLocals();

    /** The local variables in scope, in the order of their declaration: of two with one name, the later one counts. */
    List<Variable> locals();

    /** Sets a local variable, by its index in {@link #locals}. */
    void setLocal(int index, LuaValue value);

    /** The extra arguments of a variadic function. */
    List<LuaValue> varargs();

    /** The variables of functions around this one that it uses. */
    List<Variable> upvalues();

    /** Sets an upvalue, by its index in {@link #upvalues}. */
    void setUpvalue(int index, LuaValue value);

    /**
     * A table that has the local variables, upvalues and globals that code here sees, to read and to set: as {@code env} of
     * {@link LuaState#load} it lets expressions be evaluated here.
     */
    LuaTable environment();
}
