package io.moongate.io.internal.lua;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.io.IoException;
import java.util.Set;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A table of Lua functions that implement something of an IO. They fail by nil and one of the codes below; anything else
 * that is no success, and an error raised inside, is an {@code ioerror}.
 */
record Callbacks(LuaVm vm, LuaTable functions) {

    private static final Set<String> CODES = Set.of(
            IoException.ENOENT,
            IoException.NOT_FOUND,
            IoException.NO_ACCESS,
            IoException.EXIST,
            IoException.NOT_EMPTY,
            IoException.NO_SPACE,
            IoException.INVALID_NAME,
            IoException.IO_ERROR);

    static Callbacks ofResult(LuaVm vm, LuaValue result) throws IoException {
        if (result instanceof LuaTable functions) {
            return new Callbacks(vm, functions);
        }
        throw wrong("it returned no table of functions");
    }

    static IoException wrong(String reason) {
        return new IoException(IoException.IO_ERROR, "an IO written in Lua: " + reason);
    }

    Varargs call(String function, LuaValue... arguments) throws IoException {
        if (!(functions.get(function) instanceof LuaFunction callback)) {
            throw wrong("it has no function '" + function + "'");
        }
        try {
            return vm.state().call(callback, LuaValue.varargsOf(arguments));
        } catch (LuaError e) {
            throw new IoException(IoException.IO_ERROR, "an IO written in Lua: " + e.getMessage(), e);
        }
    }

    /** The first result, which is not nil or false. */
    LuaValue value(String function, LuaValue... arguments) throws IoException {
        Varargs results = call(function, arguments);
        if (!results.arg1().toboolean()) {
            throw new IoException(codeOf(results), "'" + function + "' of an IO written in Lua failed");
        }
        return results.arg1();
    }

    /** @throws IoException unless the function returns something true */
    void status(String function, LuaValue... arguments) throws IoException {
        value(function, arguments);
    }

    private static String codeOf(Varargs results) {
        LuaValue code = results.arg(2);
        boolean counts = results.arg1().isnil() && code.isstring() && CODES.contains(code.tojstring());
        return counts ? code.tojstring() : IoException.IO_ERROR;
    }
}
