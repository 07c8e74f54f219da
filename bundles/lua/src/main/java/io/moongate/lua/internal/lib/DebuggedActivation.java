package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaActivation;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Closure;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Prototype.LocalName;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** An activation that is still on its thread's stack. */
public final class DebuggedActivation implements LuaActivation {

    private static final String ENV = "_ENV";

    private final GlobalState state;
    private final CallInfo info;
    private final LuaFunction function;
    private final @Nullable Prototype prototype;

    public DebuggedActivation(GlobalState state, CallInfo info) {
        this.state = state;
        this.info = info;
        this.function = Objects.requireNonNull(info.function);
        this.prototype = info.prototype;
    }

    @Override
    public LuaFunction function() {
        return function;
    }

    @Override
    public String description() {
        return Traceback.functionName(state, info);
    }

    @Override
    public boolean isLua() {
        return prototype != null;
    }

    @Override
    public boolean isTailCall() {
        return info.tailCall;
    }

    @Override
    public String source() {
        return prototype == null ? "=[C]" : prototype.source();
    }

    @Override
    public int line() {
        return info.line();
    }

    @Override
    public int lineDefined() {
        return prototype == null ? -1 : prototype.lineDefined();
    }

    @Override
    public int parameterCount() {
        return prototype == null ? 0 : prototype.parameterCount();
    }

    @Override
    public boolean isVararg() {
        return prototype != null && prototype.isVararg();
    }

    @Override
    public boolean hasLocals() {
        return info.locals != null;
    }

    @Override
    public List<Variable> locals() {
        List<Variable> variables = new ArrayList<>();
        for (LocalName local : names()) {
            variables.add(new Variable(local.name(), info.locals.get(local.slot())));
        }
        return variables;
    }

    /** Without the variables that loops have for themselves. */
    private List<LocalName> names() {
        List<LocalName> names = new ArrayList<>();
        if (prototype == null || info.locals == null) {
            return names;
        }
        int n = 1;
        for (LocalName local = prototype.local(n, info.pc); local != null; local = prototype.local(++n, info.pc)) {
            if (!local.name().startsWith("(")) {
                names.add(local);
            }
        }
        return names;
    }

    @Override
    public void setLocal(int index, LuaValue value) {
        info.locals.set(names().get(index).slot(), value);
    }

    @Override
    public List<LuaValue> varargs() {
        return info.locals == null ? List.of() : List.of(Values.toArray(info.locals.varargs()));
    }

    @Override
    public List<Variable> upvalues() {
        List<Variable> variables = new ArrayList<>();
        if (function instanceof Closure closure) {
            for (int i = 0; i < closure.prototype().upvalueCount(); i++) {
                variables.add(new Variable(closure.prototype().upvalueName(i), closure.upvalue(i).value));
            }
        }
        return variables;
    }

    @Override
    public void setUpvalue(int index, LuaValue value) {
        Objects.checkIndex(index, upvalues().size());
        ((Closure) function).upvalue(index).value = value;
    }

    @Override
    public LuaTable environment() {
        Table metatable = new Table();
        new Library(state, metatable)
                .binary("__index", (table, key) -> get(key))
                .ternary("__newindex", (table, key, value) -> set(key, value));
        Table environment = new Table();
        environment.setmetatable(metatable);
        return environment;
    }

    private LuaValue get(LuaValue key) {
        LocalName local = local(Names.text(key));
        if (local != null) {
            return info.locals.get(local.slot());
        }
        Upvalue upvalue = upvalue(Names.text(key));
        return upvalue != null ? upvalue.value : Index.get(state, globals(), key);
    }

    private LuaValue set(LuaValue key, LuaValue value) {
        LocalName local = local(Names.text(key));
        Upvalue upvalue = upvalue(Names.text(key));
        if (local != null) {
            info.locals.set(local.slot(), value);
        } else if (upvalue != null) {
            upvalue.value = value;
        } else {
            Index.set(state, globals(), key, value);
        }
        return LuaValue.NONE;
    }

    private LuaValue globals() {
        LocalName local = local(ENV);
        Upvalue upvalue = upvalue(ENV);
        return local != null ? info.locals.get(local.slot()) : upvalue != null ? upvalue.value : state.globals;
    }

    private @Nullable LocalName local(String name) {
        return names().reversed().stream()
                .filter(local -> local.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Upvalue upvalue(String name) {
        if (function instanceof Closure closure) {
            for (int i = 0; i < closure.prototype().upvalueCount(); i++) {
                if (closure.prototype().upvalueName(i).equals(name)) {
                    return closure.upvalue(i);
                }
            }
        }
        return null;
    }
}
