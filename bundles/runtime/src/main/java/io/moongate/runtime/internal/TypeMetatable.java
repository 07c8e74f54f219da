package io.moongate.runtime.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaCall;
import io.moongate.runtime.LuaMethod;
import io.moongate.runtime.LuaType;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Builds the metatable through which one VM sees the objects of one type. */
final class TypeMetatable<T> {

    private final ModuleInstance instance;
    private final LuaType<T> type;
    private final LuaTable methods = new LuaTable();
    private final LuaTable metatable = new LuaTable();

    TypeMetatable(ModuleInstance instance, LuaType<T> type) {
        this.instance = instance;
        this.type = type;
    }

    LuaTable build() {
        metatable.rawset("__name", LuaValue.valueOf(type.name()));
        metatable.rawset("__index", methods);
        type.methods()
                .forEach((name, method) -> methods.rawset(name, instance.function(name, methodCall(name, method))));
        type.metamethods().forEach(this::addMetamethod);
        return metatable;
    }

    private void addMetamethod(String event, LuaMethod<T> method) {
        LuaCall call = event.equals("__index") ? indexCall(method) : operatorCall(event, method);
        metatable.rawset(event, instance.function(event, call));
    }

    private LuaCall methodCall(String name, LuaMethod<T> method) {
        return args -> method.call(ModuleInstance.self(args, type), Args.ofMethod(name, args.from(1)));
    }

    private LuaCall indexCall(LuaMethod<T> method) {
        LuaCall otherwise = operatorCall("__index", method);
        return args -> {
            LuaValue known = methods.rawget(args.value(2));
            return known.isnil() ? otherwise.call(args) : known;
        };
    }

    private LuaCall operatorCall(String event, LuaMethod<T> method) {
        return args -> {
            Optional<T> left = object(args.value(1));
            return left.isPresent()
                    ? method.call(left.get(), Args.ofMethod(event, args.from(1)))
                    : method.call(ModuleInstance.self(swap(args), type), Args.ofOperand(event, args.value(1), true));
        };
    }

    private static Args swap(Args args) {
        Varargs swapped = LuaValue.varargsOf(args.value(2), args.value(1));
        return new Args("operator", swapped);
    }

    private Optional<T> object(LuaValue value) {
        return value instanceof LuaUserdata u && type.javaClass().isInstance(u.m_instance)
                ? Optional.of(type.javaClass().cast(u.m_instance))
                : Optional.empty();
    }
}
