package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Arith;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.Metatables;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The metamethods of strings that make numeric strings operands of arithmetic (manual 3.4.3). */
final class StringArithmetic {

    private final GlobalState state;

    private StringArithmetic(GlobalState state) {
        this.state = state;
    }

    static Table open(GlobalState state) {
        StringArithmetic arithmetic = new StringArithmetic(state);
        Library metatable = new Library(state, new Table(0, 16));
        arithmetic.add(metatable, Event.ADD, (a, b) -> Arith.add(state, a, b));
        arithmetic.add(metatable, Event.SUB, (a, b) -> Arith.sub(state, a, b));
        arithmetic.add(metatable, Event.MUL, (a, b) -> Arith.mul(state, a, b));
        arithmetic.add(metatable, Event.MOD, (a, b) -> Arith.mod(state, a, b));
        arithmetic.add(metatable, Event.POW, (a, b) -> Arith.pow(state, a, b));
        arithmetic.add(metatable, Event.DIV, (a, b) -> Arith.div(state, a, b));
        arithmetic.add(metatable, Event.IDIV, (a, b) -> Arith.idiv(state, a, b));
        metatable.unary("__unm", a -> arithmetic.apply(Event.UNM, (x, y) -> Arith.neg(state, x), a, a));
        return metatable.table();
    }

    private void add(Library metatable, Event event, Library.Binary operator) {
        metatable.binary(event.key().tojstring(), (a, b) -> apply(event, operator, a, b));
    }

    private LuaValue apply(Event event, Library.Binary operator, LuaValue a, LuaValue b) {
        LuaValue left = Conversions.toNumber(a);
        LuaValue right = Conversions.toNumber(b);
        return left != null && right != null ? operator.apply(left, right) : otherwise(event, a, b);
    }

    /** The other operand may have a metamethod: that of the left one, a string or without any, led here. */
    private LuaValue otherwise(Event event, LuaValue a, LuaValue b) {
        LuaValue handler = b instanceof LuaString ? null : Metatables.event(state, b, event);
        if (handler == null) {
            throw new LibraryError("attempt to " + event.label() + " a '" + Names.type(state, a) + "' with a '"
                    + Names.type(state, b) + "'");
        }
        return Calls.call(state, handler, a, b);
    }
}
